// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which way the changes of one stream travel, and what computes them.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class StreamFormat {
    private final boolean codable;
    private DeltaFormat current = DeltaFormat.NONE;
    private @Nullable StateFeed feed;

    /** @param codable whether the type of the states has deltas of its own */
    StreamFormat(boolean codable) {
        this.codable = codable;
    }

    DeltaFormat current() {
        return current;
    }

    /** From here on changes travel in this way. */
    void use(DeltaFormat format) {
        current = format;
    }

    /** The states are known from here on; {@code plain}: to a version 2 client, which gets changes of those that are declared so. */
    void follow(StateFeed source, boolean plain) {
        feed = source;
        if (plain) {
            current = forClient(null);
        }
    }

    /**
     * The way for a client.
     *
     * @param offered the formats that it can take, best first; null for a version 2 client, which can't say
     */
    DeltaFormat forClient(@Nullable List<String> offered) {
        if (offered != null) {
            return DeltaFormat.choose(offered, codable);
        }
        StateFeed source = feed;
        return source != null && source.isSendingDeltas() ? DeltaFormat.APPLICATION : DeltaFormat.NONE;
    }

    /** What computes changes in this way; null where states travel. */
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

    /** Whether the application's type says that nothing has changed, so that there is nothing to send. */
    boolean isNothing(@Nullable StateContent before, StateContent state) {
        Changes changes = changes(current);
        return before != null && changes != null && changes.isNothing(before, state);
    }

    /** What is kept of a state: its object only where changes are made of it. */
    StateContent kept(StateContent state) {
        return current == DeltaFormat.APPLICATION ? state : state.withoutValue();
    }
}
