// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

class TourTest {
    @Test
    void theStoryComesTrueAndIsDrawn(@TempDir Path directory) throws Exception {
        FxToolkit.registerPrimaryStage();
        List<String> lines = Collections.synchronizedList(new ArrayList<>());

        int pictures = Tour.play(directory.resolve("tour"), lines::add);

        assertThat(lines).hasSize(pictures).anyMatch(line -> line.contains("5 changes were replayed"));
        try (var files = Files.list(directory.resolve("tour"))) {
            assertThat(files).hasSize(pictures).allMatch(file -> file.toFile().length() > 10_000);
        }
    }
}
