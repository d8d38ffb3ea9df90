// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.cli;

import dev.trebuchetfx.client.checkpoint.FileCheckpointStore;
import dev.trebuchetfx.demo.app.DemoApplication;
import dev.trebuchetfx.demo.app.FxToolkit;
import dev.trebuchetfx.demo.host.DemoMarket;
import dev.trebuchetfx.demo.host.DemoServer;
import dev.trebuchetfx.demo.text.Words;
import dev.trebuchetfx.demo.tour.Tour;
import dev.trebuchetfx.demo.tour.TourException;
import dev.trebuchetfx.inspector.cli.TokenOptions;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code demo}, which shows the todo window or plays its tour. */
@Command(
        name = "demo",
        description = "Shows the todo window with the inspector on F12.",
        footer = {
            "",
            "Starts a stub server of its own unless --server is given.",
            "Without a display it plays the tour, which draws into memory.",
            "The tour checks its steps: exit code 1 if one does not come true."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    /** The number of updates that the demo's own server keeps for each stream, as {@code serve} does. */
    private static final int BUFFER = 100;

    private static final String DEFAULT_DIRECTORY = "target/tour";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL", description = "Use the todos of this server, ws: or wss:.")
    private @Nullable URI server;

    @Mixin
    private TokenOptions tokens = new TokenOptions();

    @Option(
            names = "--tour",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = DEFAULT_DIRECTORY,
            description = "Play the whole story against a server of its own and save numbered pictures to DIR"
                    + " (${FALLBACK-VALUE}).")
    private @Nullable Path tour;

    @Option(
            names = "--language",
            paramLabel = "LANG",
            description = "The language of the window, de or en; by default the system's.")
    private @Nullable String language;

    @Option(names = "--headless", description = "Use no display, even where there is one: plays the tour.")
    private boolean isHeadless;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        checkUsage(command);
        if (language != null) {
            Locale.setDefault(Locale.of(language));
        }
        PrintWriter err = command.commandLine().getErr();
        boolean hasDisplay = FxToolkit.hasDisplay(System.getenv(), System.getProperty("os.name", ""));
        Path directory = tour;
        if (isHeadless || !hasDisplay) {
            FxToolkit.useHeadlessPlatform();
            if (directory == null) {
                err.println((isHeadless
                                ? "Without a window"
                                : "There is no display (DISPLAY and WAYLAND_DISPLAY are not set)")
                        + ", so the tour is played instead.");
                directory = Path.of(DEFAULT_DIRECTORY);
            }
        }
        if (directory != null) {
            return playTour(directory, command.commandLine().getOut(), err);
        }
        showWindow();
        return 0;
    }

    private void checkUsage(CommandSpec command) {
        if (language != null
                && Words.LANGUAGES.stream().noneMatch(each -> each.getLanguage().equals(language))) {
            throw new ParameterException(
                    command.commandLine(), "--language must be de or en but was '" + language + "'");
        }
        if (server != null && tour != null) {
            throw new ParameterException(
                    command.commandLine(), "--tour plays against a server of its own: leave --server out");
        }
        if (server != null) {
            try {
                ServerAddress.of(server);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command.commandLine(), "--server: " + e.getMessage(), e);
            }
        }
        if (tokens.isGiven() && server == null) {
            throw new ParameterException(command.commandLine(), "a token is for --server: give both");
        }
    }

    private void showWindow() throws Exception {
        if (server != null) {
            Path known = Path.of(System.getProperty("user.home"), ".trebuchetfx", "demo.checkpoints");
            try (FileCheckpointStore checkpoints = FileCheckpointStore.open(known)) {
                new DemoApplication(server, tokens.token(), "prices", checkpoints).run();
            }
            return;
        }
        try (DemoServer own = DemoServer.start(BUFFER)) {
            new DemoApplication(own.uri(), null, DemoMarket.NAME, null).run();
        }
    }

    private static int playTour(Path directory, PrintWriter out, PrintWriter err) throws Exception {
        FxToolkit.start();
        try {
            int pictures = Tour.play(directory, line -> {
                out.println(line);
                out.flush();
            });
            err.println(pictures + " pictures in " + directory.toAbsolutePath().normalize());
            return 0;
        } catch (TourException e) {
            err.println("The story did not come true: " + e.getMessage());
            return 1;
        } finally {
            FxToolkit.exit();
        }
    }
}
