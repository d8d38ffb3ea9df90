// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The command {@code trebuchet}, which puts the commands of the other modules together. */
@NullMarked
module dev.trebuchetfx.commandline {
    requires static org.jspecify;
    requires dev.trebuchetfx.benchmark;
    requires dev.trebuchetfx.demo;
    requires dev.trebuchetfx.inspector;
    requires dev.trebuchetfx.lambda;
    requires dev.trebuchetfx.lambdalocal;
    requires dev.trebuchetfx.server;
    requires info.picocli;

    opens dev.trebuchetfx.commandline to
            info.picocli;
}
