// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import dev.trebuchetfx.inspector.text.Texts;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in a line why a command failed. The stack trace is for those who ask for it: {@code TREBUCHET_TRACE=1}. */
final class FailureMessage implements IExecutionExceptionHandler {
    private static final String TRACE_VARIABLE = "TREBUCHET_TRACE";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        String why = Texts.failure(failure);
        if (why.isEmpty()) {
            why = "an unforeseen " + failure.getClass().getSimpleName() + "; set " + TRACE_VARIABLE + "=1 to see where";
        }
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + why);
        if ("1".equals(System.getenv(TRACE_VARIABLE))) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
