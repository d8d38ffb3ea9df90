// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The Trebuchet protocol as client and server share it: messages, filters, deltas, and the seams for time and transport. */
@NullMarked
module dev.trebuchetfx.protocol {
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;
    requires org.java_websocket;
    requires org.slf4j;

    exports dev.trebuchetfx.protocol.codec;
    exports dev.trebuchetfx.protocol.delta;
    exports dev.trebuchetfx.protocol.envelope;
    exports dev.trebuchetfx.protocol.fault;
    exports dev.trebuchetfx.protocol.filter;
    exports dev.trebuchetfx.protocol.time;
    exports dev.trebuchetfx.protocol.transport;
    // Both ends make and apply patches over the same trees; the inspector proves that a client's sum is the server's
    // state.
    exports dev.trebuchetfx.protocol.internal.delta to
            dev.trebuchetfx.client,
            dev.trebuchetfx.server,
            dev.trebuchetfx.inspector,
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.protocol.internal.json to
            dev.trebuchetfx.client,
            dev.trebuchetfx.server,
            dev.trebuchetfx.inspector,
            dev.trebuchetfx.benchmark;
    // Both ends guard themselves alike against the code of an application.
    exports dev.trebuchetfx.protocol.internal.foreign to
            dev.trebuchetfx.client,
            dev.trebuchetfx.server;
    // Both ends bound and compress WebSocket messages alike; the benchmarks measure what that saves.
    exports dev.trebuchetfx.protocol.internal.websocket to
            dev.trebuchetfx.client,
            dev.trebuchetfx.server,
            dev.trebuchetfx.benchmark;
}
