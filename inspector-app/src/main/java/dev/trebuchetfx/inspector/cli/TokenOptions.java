// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.inspector.file.PrivateFile;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.internal.foreign.ForeignFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that prove to a server who they are: a token, a file with one, or the environment variable {@code TREBUCHET_TOKEN}. */
public final class TokenOptions {
    private static final String VARIABLE = "TREBUCHET_TOKEN";
    private static final int MAX_BYTES = 64 << 10;
    /** The end of the client's error where every server refuses its token: advice for those who write applications. */
    private static final String FOR_APPLICATIONS = "give a valid token and call reconnectNow()";

    private static final String FOR_COMMANDS =
            "give a valid token by --token, --token-file or the environment variable " + VARIABLE
                    + ", without a name before it";

    @Option(
            names = "--token",
            paramLabel = "T",
            description =
                    "sent as Authorization: Bearer T. Other users of this machine see it in the output of ps: --token-file and the "
                            + "environment variable " + VARIABLE + " hide it")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "a file with the token on its first line that is neither blank nor begins with #")
    private @Nullable Path file;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private final AtomicBoolean warned = new AtomicBoolean();

    /** Creates options that are not given. */
    public TokenOptions() {}

    /** Returns why a client has failed, with advice that the user of a command can follow. */
    static String advised(String why) {
        return why.replace(FOR_APPLICATIONS, FOR_COMMANDS);
    }

    /** Returns a client's state, with advice that the user of a command can follow. */
    static ConnectionState advised(ConnectionState state) {
        return state instanceof ConnectionState.Offline offline
                ? new ConnectionState.Offline(advised(offline.cause()))
                : state;
    }

    /** Returns whether the command line names a token; the environment does not count. */
    public boolean isGiven() {
        return token != null || file != null;
    }

    /**
     * Returns the token that the command line names, or else that of the environment; null where there is none.
     *
     * @throws ParameterException if both options are given, or the file can't be used; the message says why
     */
    public @Nullable String token() {
        Path given = file;
        if (given != null) {
            if (token != null) {
                throw usage("expected either --token or --token-file but found both", null);
            }
            return read(given);
        }
        return token == null ? environment() : token;
    }

    private String read(Path given) {
        byte[] bytes;
        try {
            bytes = ForeignFile.read(given, MAX_BYTES);
        } catch (IOException e) {
            throw usage("the token file " + given + " can't be read: " + Texts.failure(e), e);
        }
        warnIfOpenToAll(given);
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElseThrow(() -> usage("the token file " + given + " has no token", null));
    }

    /** Says once that everybody can read the file; a command may read it for each of its clients. */
    private void warnIfOpenToAll(Path given) {
        if (spec != null && PrivateFile.isOpenToAll(given) && warned.compareAndSet(false, true)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("warning: every user of this machine can read " + given + "; run chmod 600 " + given);
            err.flush();
        }
    }

    private static @Nullable String environment() {
        String property = System.getProperty(VARIABLE);
        String value = property == null ? System.getenv(VARIABLE) : property;
        return value == null || value.isEmpty() ? null : value;
    }

    private ParameterException usage(String message, @Nullable Exception cause) {
        if (spec == null) {
            throw new IllegalStateException("use these options through picocli");
        }
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
