// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option of commands with a proxy that lets web pages of other origins use it. */
final class OriginOption {
    @Option(
            names = "--allow-origin",
            paramLabel = "O",
            description =
                    "with --proxy: lets web pages of this origin through, such as https://app.example; may be repeated. "
                            + "Those of the server and of the proxy's own address are let through anyway, all others refused")
    Set<String> allowed = new LinkedHashSet<>();
}
