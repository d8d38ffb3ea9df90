// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The Trebuchet protocol, shared by client and server: messages, filters, deltas, faults, and the interfaces of time and transport. */
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
    // Client and server make and apply patches over the same trees; the inspector checks the resulting states.
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
    // Client, servers and inspector guard themselves in the same way against code and files of others.
    exports dev.trebuchetfx.protocol.internal.foreign to
            dev.trebuchetfx.client,
            dev.trebuchetfx.server,
            dev.trebuchetfx.lambda,
            dev.trebuchetfx.inspector;
    // Client and server bound and compress WebSocket messages in the same way; the benchmarks measure the bytes saved.
    exports dev.trebuchetfx.protocol.internal.websocket to
            dev.trebuchetfx.client,
            dev.trebuchetfx.server,
            dev.trebuchetfx.lambdalocal,
            dev.trebuchetfx.benchmark;
}
