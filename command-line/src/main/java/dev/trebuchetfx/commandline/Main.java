// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import dev.trebuchetfx.inspector.text.TerminalText;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of the command {@code trebuchet}. */
public final class Main {
    /** Stands for what Java could not read. */
    private static final char REPLACEMENT = '\uFFFD';

    private Main() {}

    /** Runs the command and ends the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        CommandLine commandLine = commandLine();
        // Written straight to the descriptor, whose errors the standard stream swallows: the end of a pipe must be
        // seen.
        Charset charset =
                System.out.charset().equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : System.out.charset();
        commandLine.setOut(safe(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), charset)));
        commandLine.setErr(safe(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), charset)));
        System.exit(run(commandLine, arguments));
    }

    /** Prints what peers have sent so that it can't command the terminal. For that, help has no colours either: an escape is an escape. */
    static PrintWriter safe(Writer out) {
        return new PrintWriter(TerminalText.writer(new BufferedWriter(out)), true);
    }

    /** Runs the command, unless an argument has lost characters on its way here. */
    static int run(CommandLine commandLine, String... arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(REPLACEMENT) >= 0) {
                commandLine
                        .getErr()
                        .println("trebuchet: expected arguments in UTF-8, but in '" + argument
                                + "' characters could not be read; set a locale that has them, such as LC_ALL=C.UTF-8");
                commandLine.getErr().flush();
                return commandLine.getCommandSpec().exitCodeOnInvalidInput();
            }
        }
        return commandLine.execute(arguments);
    }

    /** The whole command, to be run or asked. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new TrebuchetCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commandLine.setExecutionExceptionHandler(new FailureMessage());
        return commandLine;
    }
}
