// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Remote state as JavaFX properties and lists, which change once in a pulse. */
@NullMarked
module dev.trebuchetfx.bindings {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.client;
    requires transitive javafx.base;
    requires javafx.graphics;
    requires org.slf4j;

    exports dev.trebuchetfx.bindings;
    // The benchmarks measure the way of a state to the FX thread, without a client.
    exports dev.trebuchetfx.bindings.internal.feed to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.bindings.internal.pulse to
            dev.trebuchetfx.benchmark;
}
