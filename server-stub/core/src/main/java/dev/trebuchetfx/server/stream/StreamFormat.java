// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.change.Changes;
import dev.trebuchetfx.server.change.DeltaFormat;
import dev.trebuchetfx.server.change.StateContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way in which the changes of one stream travel, with what computes them.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class StreamFormat {
    private final boolean codable;
    private DeltaFormat current = DeltaFormat.NONE;
    private @Nullable StateFeed feed;

    /**
     * Creates the format of a stream on which whole states travel.
     *
     * @param codable whether the type of the states has deltas of its own
     */
    StreamFormat(boolean codable) {
        this.codable = codable;
    }

    DeltaFormat current() {
        return current;
    }

    /** Lets changes travel in this way from here on. */
    void use(DeltaFormat format) {
        current = format;
    }

    /** Takes the states from {@code source} from here on; {@code plain} says that the client speaks version 2, and gets changes of states that are declared so. */
    void follow(StateFeed source, boolean plain) {
        feed = source;
        if (plain) {
            current = forClient(null);
        }
    }

    /**
     * Returns the way in which changes travel to a client.
     *
     * @param offered the formats that the client accepts, best first; null for a version 2 client, which can't say
     */
    DeltaFormat forClient(@Nullable List<String> offered) {
        if (offered != null) {
            return DeltaFormat.choose(offered, codable);
        }
        StateFeed source = feed;
        return source != null && source.isSendingDeltas() ? DeltaFormat.APPLICATION : DeltaFormat.NONE;
    }

    /** Returns what computes changes in this way; null where states travel. */
    @Nullable
    Changes changes(DeltaFormat format) {
        StateFeed source = feed;
        return source == null ? null : source.changes(format);
    }

    /** Returns the encoding of an update's data, which the streams of one state share. */
    EncodedData encoded(Bytes data) {
        StateFeed source = feed;
        return source == null ? EncodedData.of(data) : source.encoded(data);
    }

    /** Returns whether the application's type says that nothing has changed, so that there is nothing to send. */
    boolean isNothing(@Nullable StateContent before, StateContent state) {
        Changes changes = changes(current);
        return before != null && changes != null && changes.isNothing(before, state);
    }

    /** Returns what is kept of a state: its object only where changes are made of it. */
    StateContent kept(StateContent state) {
        return current == DeltaFormat.APPLICATION ? state : state.withoutValue();
    }
}
