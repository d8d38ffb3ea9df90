// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Remote state as JavaFX properties and lists, which change once in a pulse. */
@NullMarked
module dev.trebuchetfx.bindings {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.client;
    requires transitive javafx.base;
    requires transitive javafx.graphics;
    requires org.slf4j;
    requires jdk.jfr;

    exports dev.trebuchetfx.bindings;
    // The benchmarks measure the way of a state to the FX thread, and the test kit feeds actors, without a client.
    exports dev.trebuchetfx.bindings.internal.feed to
            dev.trebuchetfx.benchmark,
            dev.trebuchetfx.bindings.testing;
    exports dev.trebuchetfx.bindings.internal.pulse to
            dev.trebuchetfx.benchmark,
            dev.trebuchetfx.bindings.testing;
}
