// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 1_200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class CaptureProcessTest {
    @TempDir
    private Path folder;

    /** The file of HAR is written at the end; until then the events lie beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"killed.tfx", "killed.ndjson", "killed.har"})
    void whatWasFlushedSurvivesAKill(String name) throws Exception {
        Path file = folder.resolve(name);
        Process process = CaptureProcess.start("grow", file.toString());
        long flushed = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 50; i++) {
                flushed = Long.parseLong(out.readLine());
            }
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
        Path left = name.endsWith(".har") ? folder.resolve(name + ".tfx") : file;
        AtomicInteger read = new AtomicInteger();
        CaptureImport found = CaptureFormat.of(left).read(left, event -> {
            assertThat(event).isEqualTo(CaptureProcess.event(read.getAndIncrement()));
        });
        assertThat((long) read.get()).isGreaterThanOrEqualTo(flushed);
        if (!name.endsWith(".ndjson")) {
            assertThat(found.notes()).singleElement().asString().containsAnyOf("Torn tail", "has no end");
        }
    }

    private void convert(int mebibytes) throws Exception {
        Process process = CaptureProcess.start("convert", Integer.toString(mebibytes), folder.toString());
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        assertThat(process.waitFor()).as("%s", lines).isZero();
        List<String> sums =
                lines.stream().filter(line -> line.contains("events")).toList();
        assertThat(sums).hasSize(4).containsOnly(sums.getFirst());
    }

    /** A browser's archive holds what else a page has loaded, and a hostile one holds nothing else. */
    @Test
    void millionsOfOtherEntriesAreReadInLittleMemory() throws Exception {
        Path file = folder.resolve("entries.har");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"log\":{\"entries\":[{}");
            for (int i = 1; i < 2_000_000; i++) {
                out.write(",{}");
            }
            out.write("]}}");
        }
        Process process = CaptureProcess.start("read", file.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines()).containsExactly("[2000000 entries are no WebSocket and left out.]", "0");
        }
        assertThat(process.waitFor()).isZero();
    }

    /** Three times the memory that there is. */
    @Test
    void everyFormatIsWrittenAndReadInLittleMemory() throws Exception {
        convert(192);
    }

    @Test
    @Tag("soak")
    void aGigabyteIsWrittenAndReadInSixtyFourMegabytes() throws Exception {
        convert(1_024);
    }
}
