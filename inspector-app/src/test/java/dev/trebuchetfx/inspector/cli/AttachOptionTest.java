// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.inspector.attach.AttachAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The address of an application has a secret, which need not be on the command line. */
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class AttachOptionTest {
    private static final AttachAddress ADDRESS = new AttachAddress(40123, "abc");

    @TempDir
    private Path folder;

    @Command
    private static final class Holder {
        @Mixin
        final AttachOption attach;

        Holder(Map<String, String> environment) {
            attach = new AttachOption(environment::get);
        }
    }

    private static AttachOption parsed(Map<String, String> environment, String... arguments) {
        Holder holder = new Holder(environment);
        new CommandLine(holder).parseArgs(arguments);
        return holder.attach;
    }

    @Test
    void theAddressComesFromTheCommandLineAFileOrTheEnvironment() throws Exception {
        Path file = folder.resolve("address");
        Files.writeString(file, ADDRESS + "\n");
        Map<String, String> kept = Map.of(AttachOption.VARIABLE, ADDRESS.toString());

        assertThat(parsed(Map.of(), "--attach", ADDRESS.toString()).address()).isEqualTo(ADDRESS);
        assertThat(parsed(Map.of(), "--attach-file", file.toString()).address()).isEqualTo(ADDRESS);
        assertThat(parsed(kept, "--attach").address()).isEqualTo(ADDRESS);
        assertThat(parsed(kept).isGiven()).isFalse();
    }

    @Test
    @Timeout(30)
    void aFileThatNeverEndsOrAnswersIsNotRead() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (String each : new String[] {pipe.toString(), "/dev/zero"}) {
            assertThatThrownBy(() -> parsed(Map.of(), "--attach-file", each).address())
                    .hasMessageContaining("expected a regular file but found a pipe or a device");
        }
        Path nothing = folder.resolve("nothing");
        Files.write(nothing, new byte[900]);
        assertThatThrownBy(() ->
                        parsed(Map.of(), "--attach-file", nothing.toString()).address())
                .hasMessageContaining("expected the address that the application printed")
                .hasMessageNotContaining(Character.toString(0));
        Files.write(nothing, new byte[1_001]);
        assertThatThrownBy(() ->
                        parsed(Map.of(), "--attach-file", nothing.toString()).address())
                .hasMessageContaining("expected at most 1000 bytes but found more");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatThrownBy(() -> parsed(Map.of(), "--attach").address()).hasMessageContaining(AttachOption.VARIABLE);
        assertThatThrownBy(() ->
                        parsed(Map.of(), "--attach-file", folder + "/none").address())
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> parsed(Map.of(), "--attach", "attach://127.0.0.1:1/a", "--attach-file", "b")
                        .address())
                .hasMessageContaining("not both");
    }
}
