// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.inspector.cli.InspectCommand;
import picocli.CommandLine;

/** The command {@code inspect} as a process of its own. */
final class InspectMain {
    private InspectMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new InspectCommand()).execute(arguments));
    }
}
