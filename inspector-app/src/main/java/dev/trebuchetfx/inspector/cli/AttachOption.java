// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.attach.AttachAddress;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.internal.foreign.ForeignFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name an application to attach to. Its address holds a secret, which a command line shows to every user of the machine. */
final class AttachOption {
    static final String VARIABLE = "TREBUCHET_ATTACH";

    private static final int LONGEST = 1_000;

    @Option(
            names = "--attach",
            paramLabel = "URL",
            arity = "0..1",
            fallbackValue = "",
            description = "watch a running application: the address that it printed, attach://127.0.0.1:PORT/TOKEN. "
                    + "Every user of the machine sees it in ps; without URL it is taken from " + VARIABLE)
    private @Nullable String url;

    @Option(
            names = "--attach-file",
            paramLabel = "FILE",
            description = "watch a running application whose address is in FILE, as trebuchetfx.attach writes it")
    private @Nullable Path file;

    private final UnaryOperator<@Nullable String> environment;

    AttachOption() {
        this(System::getenv);
    }

    AttachOption(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    boolean isGiven() {
        return url != null || file != null;
    }

    /**
     * Returns the address.
     *
     * @throws IllegalArgumentException if there is none, or it can't be read; the message says what is expected
     */
    AttachAddress address() {
        if (url != null && file != null) {
            throw new IllegalArgumentException("expected --attach or --attach-file, not both");
        }
        if (file != null) {
            return AttachAddress.parse(content(file));
        }
        if (url != null && !url.isEmpty()) {
            return AttachAddress.parse(url);
        }
        String kept = environment.apply(VARIABLE);
        if (kept == null) {
            throw new IllegalArgumentException("expected an address after --attach or in the environment variable "
                    + VARIABLE + ", such as attach://127.0.0.1:40123/TOKEN, but there is none");
        }
        return AttachAddress.parse(kept);
    }

    private static String content(Path file) {
        try {
            return new String(ForeignFile.read(file, LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected a file with an address for --attach-file but " + Texts.failure(e), e);
        }
    }
}
