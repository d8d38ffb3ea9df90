// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The client of the Trebuchet protocol: connection, calls and observed streams, without any user interface toolkit. */
@NullMarked
module dev.trebuchetfx.client {
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;
    requires org.java_websocket;
    requires org.slf4j;

    exports dev.trebuchetfx.client;
    exports dev.trebuchetfx.client.wire;
    exports dev.trebuchetfx.client.filter;
    exports dev.trebuchetfx.client.checkpoint;
    exports dev.trebuchetfx.client.delta;
    exports dev.trebuchetfx.client.delta.laws;
    exports dev.trebuchetfx.client.event;
    exports dev.trebuchetfx.client.error;
    exports dev.trebuchetfx.client.option;
    exports dev.trebuchetfx.client.tap;
    exports dev.trebuchetfx.client.fault;
    // The server joins the client's time and its in-memory transport, so that one simulation drives both.
    exports dev.trebuchetfx.client.internal.time to
            dev.trebuchetfx.server,
            dev.trebuchetfx.inspector;
    exports dev.trebuchetfx.client.internal.foreign to
            dev.trebuchetfx.server;
    exports dev.trebuchetfx.client.internal.transport to
            dev.trebuchetfx.server;
    // Both ends of a WebSocket bound and compress messages alike.
    exports dev.trebuchetfx.client.internal.websocket to
            dev.trebuchetfx.server,
            // It measures what that saves.
            dev.trebuchetfx.benchmark;
    // It sends what the client applies.
    exports dev.trebuchetfx.client.internal.delta to
            dev.trebuchetfx.server,
            // It proves that what a client adds up to is what the server has.
            dev.trebuchetfx.inspector,
            // It measures what that costs.
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.client.internal.json to
            dev.trebuchetfx.server,
            dev.trebuchetfx.inspector,
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.client.internal.typed to
            dev.trebuchetfx.benchmark;
}
