// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The client of the Trebuchet protocol: connection, calls and observed streams, without any user interface toolkit. */
@NullMarked
module dev.trebuchetfx.client {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.protocol;
    requires org.java_websocket;
    requires org.slf4j;
    requires jdk.jfr;
    // Only where the application has it: calls name the current span then.
    requires static io.opentelemetry.api;

    exports dev.trebuchetfx.client;
    exports dev.trebuchetfx.client.change;
    exports dev.trebuchetfx.client.checkpoint;
    exports dev.trebuchetfx.client.event;
    exports dev.trebuchetfx.client.error;
    exports dev.trebuchetfx.client.option;
    exports dev.trebuchetfx.client.tap;
    // The benchmarks measure what telling a tap costs, which no client does alone.
    exports dev.trebuchetfx.client.internal.tap to
            dev.trebuchetfx.benchmark;
    // The benchmarks measure what reading a state again costs, which no call of an application does alone.
    exports dev.trebuchetfx.client.internal.typed to
            dev.trebuchetfx.benchmark;
}
