// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.filter.StateJson;
import dev.trebuchetfx.server.change.StateContent;
import java.util.OptionalDouble;

/**
 * A state after a filter, shared by all streams with that filter. Two in a row that are equal have the same bytes, the object itself.
 *
 * @param reading what the filter says of the state alone
 * @param content the part of it that travels
 * @param wholeSize the size of the whole state in bytes; 0 where it was not written, since its object said that it is unwanted
 */
record FilteredState(FilterPlan.Reading reading, StateContent content, int wholeSize) {
    private static final StateJson NOTHING = new StateJson(new byte[0]);

    static FilteredState unwanted(int wholeSize) {
        return new FilteredState(
                new FilterPlan.Reading(false, NOTHING, OptionalDouble.empty()),
                new StateContent(Bytes.empty(), null),
                wholeSize);
    }

    Bytes data() {
        return content.json();
    }

    boolean passes() {
        return reading.passes();
    }

    boolean isSame(StateJson json) {
        return passes() && reading.json().isSame(json);
    }

    /** Returns the filtered form of a later state of which the same travels. */
    FilteredState with(FilterPlan.Reading later, int size) {
        return new FilteredState(new FilterPlan.Reading(later.passes(), reading.json(), later.number()), content, size);
    }
}
