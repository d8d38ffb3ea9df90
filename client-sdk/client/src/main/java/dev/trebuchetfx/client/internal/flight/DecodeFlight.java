// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** The event of a state that is read as a type of the application. Confined to the thread that reads. */
@Name("dev.trebuchetfx.Decode")
@Label("Decode")
@Description("A state was read as a type of the application, which took a millisecond or more")
@Category("Trebuchet FX")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recording reads the fields.
@Threshold("1 ms")
public final class DecodeFlight extends Event {
    @Label("Type")
    private final String type;

    private DecodeFlight(String type) {
        this.type = type;
    }

    /** Begins to read a state of a type. */
    public static DecodeFlight of(Class<?> type) {
        DecodeFlight flight = new DecodeFlight(type.getName());
        flight.begin();
        return flight;
    }

    /** Records that the state is read, or can't be. */
    public void over() {
        commit();
    }
}
