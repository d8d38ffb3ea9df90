// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A kit for an application's own tests: a JUnit extension that starts a server with clients, and the laws of deltas. */
@NullMarked
module dev.trebuchetfx.testing {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.client;
    requires transitive dev.trebuchetfx.server;
    requires transitive org.junit.jupiter.api;

    exports dev.trebuchetfx.testing;

    // JUnit makes the extension.
    opens dev.trebuchetfx.testing to
            org.junit.platform.commons;
}
