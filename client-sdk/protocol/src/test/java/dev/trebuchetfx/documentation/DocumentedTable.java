// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Markdown table that a test derives from the code, beside the one that a document shows. */
public final class DocumentedTable {
    private final List<String> lines = new ArrayList<>();

    /** A table with these columns. */
    public DocumentedTable(List<String> columns) {
        lines.add(row(columns));
        lines.add("|" + "---|".repeat(columns.size()));
    }

    /** Adds a row. */
    public void add(List<String> cells) {
        lines.add(row(cells));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /**
     * Fails unless {@code document} shows this table between the comments {@code <!-- name -->} and {@code <!-- end -->}.
     *
     * @param document below the folder {@code docs}
     */
    public void assertShownIn(String document, String name) throws IOException {
        String text = Files.readString(docs().resolve(document));
        String begin = "<!-- " + name + " -->\n";
        int from = text.indexOf(begin);
        assertThat(from).as("%s must have the line %s", document, begin).isNotNegative();
        String shown = text.substring(from + begin.length(), text.indexOf("<!-- end -->", from))
                .strip();
        assertThat(shown)
                .as("the code behaves differently from docs/%s; if that is meant, put this table there", document)
                .isEqualTo(String.join("\n", lines));
    }

    /** Wherever in the project the tests are started. */
    private static Path docs() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("docs"))) {
                return folder.resolve("docs");
            }
        }
        throw new AssertionError("expected a folder with docs above " + here);
    }
}
