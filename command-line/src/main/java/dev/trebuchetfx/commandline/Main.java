// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import picocli.CommandLine;

/** Where the command begins. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command, to be run or asked. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new TrebuchetCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(new FailureMessage());
        return commandLine;
    }
}
