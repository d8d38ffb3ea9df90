// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TerminalTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 0x1b, 0x7f, 0x85, 0x9b, 0x061c, 0x200e, 0x200f, 0x2028, 0x202a, 0x202e, 0x2066, 0x2069})
    void whatCommandsATerminalIsEscaped(int c) {
        assertThat(TerminalText.line("a" + (char) c + "b")).isEqualTo("a\\u%04xb".formatted(c));
    }

    @Test
    void whatPeopleWriteStays() {
        String text = "Straße, 東京, שלום, 👩‍🚀, tab\t, \\u001b";
        assertThat(TerminalText.line(text)).isEqualTo(text);
        assertThat(TerminalText.line("two\r\nlines")).isEqualTo("two\\r\\nlines");
        assertThat(TerminalText.line(null)).isEmpty();
    }

    @Property(tries = 200)
    void jsonStaysTheSameJson(@ForAll String text) throws IOException {
        String json = JsonMapper.shared().writeValueAsString(text + "\u001b\u009b\u202e\u2028");
        StringWriter out = new StringWriter();
        try (Writer writer = TerminalText.writer(out)) {
            writer.write(json);
        }
        assertThat(JsonMapper.shared().readTree(out.toString()))
                .isEqualTo(JsonMapper.shared().readTree(json));
        assertThat(out.toString()).doesNotContain("\u202e", "\u009b", "\u001b");
    }

    @Test
    void aWriterKeepsLines() throws IOException {
        StringWriter out = new StringWriter();
        try (Writer writer = TerminalText.writer(out)) {
            writer.write("one\ntwo\u001b".toCharArray());
            writer.write('\n');
            writer.write("xthreex", 1, 5);
            writer.write(0x202e);
        }
        assertThat(out.toString()).isEqualTo("one\ntwo\\u001b\nthree\\u202e");
    }
}
