// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The meters of a client for Micrometer. */
@NullMarked
module dev.trebuchetfx.client.micrometer {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.client;
    requires transitive micrometer.core;

    exports dev.trebuchetfx.client.micrometer;
}
