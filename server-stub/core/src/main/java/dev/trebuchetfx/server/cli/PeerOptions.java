// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} that say who may connect. */
final class PeerOptions {
    private static final String TOKENS_VARIABLE = "TREBUCHET_TOKENS";
    /** The variable of client commands, which hold a token alone there; serve took it first, with a name. */
    private static final String TOKEN_VARIABLE = "TREBUCHET_TOKEN";

    private static final Pattern SPACES = Pattern.compile("\\s+");
    /** A token with a name. A token alone may end in {@code =}, as base64 does. */
    private static final Pattern NAMED = Pattern.compile("[^=]+=.*[^=].*", Pattern.DOTALL);

    @Option(
            names = "--token",
            paramLabel = "NAME=T",
            description =
                    "Lets in who sends 'Authorization: Bearer T', as NAME; may be given several times. Other users of this machine "
                            + "see it in the output of ps: --token-file and the environment variable " + TOKENS_VARIABLE
                            + " (NAME=T, several separated by spaces; where it is not set, " + TOKEN_VARIABLE
                            + " with one NAME=T) hide it. Without any token anyone may connect.")
    private List<String> tokens = new ArrayList<>();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Lets in who sends a token of this file: lines NAME=T; # begins a comment.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--allow-origin",
            paramLabel = "O",
            description =
                    "Lets web pages of this origin connect, such as https://app.example.com; may be given several times. "
                            + "Without it no web page may.")
    private List<String> origins = new ArrayList<>();

    @Option(
            names = "--allow-host",
            paramLabel = "H",
            description =
                    "Serves clients that ask for this host name too when listening on loopback; may be given several times.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Connections at one time (1000); one more is answered with 503.")
    private @Nullable Integer maxConnections;

    /**
     * Sets what the options say, or the environment where they name no token.
     *
     * @param err takes warnings
     * @throws IllegalArgumentException if an option can't be used; the message says why
     * @throws IOException if the file of tokens can't be used; the message says why
     */
    void configure(StubServerBuilder builder, PrintWriter err) throws IOException {
        for (String token : tokens) {
            add("--token", token, builder);
        }
        Path file = tokenFile;
        if (file != null) {
            for (TokenFile.Line line : TokenFile.read(file)) {
                add("line " + line.number() + " of " + file, line.text(), builder);
            }
            if (TokenFile.isOpenToAll(file)) {
                say(err, "warning: every user of this machine can read " + file + "; run chmod 600 " + file);
            }
        }
        if (tokens.isEmpty() && file == null) {
            addFromEnvironment(builder);
        }
        origins.forEach(builder::allowOrigin);
        hosts.forEach(builder::allowHost);
        ServerLimits.Builder limits = ServerLimits.builder();
        if (maxConnections != null) {
            limits.maxConnections(maxConnections);
        }
        ServerLimits built = limits.build();
        builder.limits(built);
        Descriptors.warning(built.maxConnections()).ifPresent(warning -> say(err, warning));
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }

    private static void addFromEnvironment(StubServerBuilder builder) {
        Optional<String> several = variable(TOKENS_VARIABLE);
        if (several.isPresent()) {
            SPACES.splitAsStream(several.get().strip())
                    .forEach(token -> add("each token of " + TOKENS_VARIABLE, token, builder));
            return;
        }
        Optional<String> one = variable(TOKEN_VARIABLE);
        if (one.isPresent() && !NAMED.matcher(one.get()).matches()) {
            throw new IllegalArgumentException(TOKEN_VARIABLE
                    + " holds a token without a name, as client commands read it; serve needs NAME=T, and reads "
                    + TOKENS_VARIABLE + " first, so set that to NAME=T");
        }
        one.ifPresent(token -> add(TOKEN_VARIABLE, token, builder));
    }

    /** Adds the token of {@code NAME=T}; what is refused is not repeated, since it may be a secret. */
    private static void add(String where, String token, StubServerBuilder builder) {
        // The token itself may have more of them, as base64 does.
        int equals = token.indexOf('=');
        if (equals < 1 || equals == token.length() - 1) {
            throw new IllegalArgumentException(where + " must be NAME=T, both not empty");
        }
        try {
            builder.token(token.substring(0, equals), token.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank());
    }
}
