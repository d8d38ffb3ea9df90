// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import dev.trebuchetfx.benchmark.cli.BenchCommand;
import dev.trebuchetfx.demo.cli.DemoCommand;
import dev.trebuchetfx.inspector.cli.CallCommand;
import dev.trebuchetfx.inspector.cli.InspectCommand;
import dev.trebuchetfx.inspector.cli.RecordCommand;
import dev.trebuchetfx.inspector.cli.ReportCommand;
import dev.trebuchetfx.inspector.cli.TailCommand;
import dev.trebuchetfx.lambda.cli.DeployCommand;
import dev.trebuchetfx.lambdalocal.cli.LambdaLocalCommand;
import dev.trebuchetfx.server.cli.FaultCommand;
import dev.trebuchetfx.server.cli.ServeCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trebuchet}: alone it only says what there is. */
@Command(
        name = "trebuchet",
        description = "Windows on live remote state: a demo, a stub server, an inspector.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            FaultCommand.class,
            InspectCommand.class,
            TailCommand.class,
            CallCommand.class,
            RecordCommand.class,
            ReportCommand.class,
            BenchCommand.class,
            DeployCommand.class,
            LambdaLocalCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage.",
            "Results go to stdout, all else to stderr.",
            "Start with 'trebuchet demo'."
        },
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class)
public final class TrebuchetCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec, "set by picocli").commandLine(), "Which command?");
    }
}
