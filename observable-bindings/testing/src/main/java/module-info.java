// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A kit for the tests of an application's windows: a headless toolkit, a stream whose events a test makes, and pictures of scenes. */
@NullMarked
module dev.trebuchetfx.bindings.testing {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.bindings;
    requires transitive dev.trebuchetfx.testing;
    requires transitive javafx.graphics;
    requires transitive org.junit.jupiter.api;
    requires java.desktop;
    requires java.logging;

    exports dev.trebuchetfx.bindings.testing;

    // JUnit makes the extension.
    opens dev.trebuchetfx.bindings.testing to
            org.junit.platform.commons;
}
