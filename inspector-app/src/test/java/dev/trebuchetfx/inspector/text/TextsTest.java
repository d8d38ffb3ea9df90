// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void writesDurationsInTheUnitThatReadsBest() {
        assertThat(Texts.duration(Duration.ofNanos(420_000))).isEqualTo("0.4 ms");
        assertThat(Texts.duration(Duration.ofMillis(12))).isEqualTo("12 ms");
        assertThat(Texts.duration(Duration.ofMillis(3_400))).isEqualTo("3.4 s");
        assertThat(Texts.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
        assertThat(Texts.duration(Duration.ofMinutes(200))).isEqualTo("3 h 20 min");
    }

    @Test
    void writesCountsRangesAndSizes() {
        assertThat(Texts.count(1, "gap", "gaps")).isEqualTo("1 gap");
        assertThat(Texts.count(1_204, "gap", "gaps")).isEqualTo("1,204 gaps");
        assertThat(Texts.range(44, 44)).isEqualTo("44");
        assertThat(Texts.range(44, -1)).isEqualTo("44–18446744073709551615");
        assertThat(Texts.bytes(999)).isEqualTo("999 B");
        assertThat(Texts.bytes(4_200)).isEqualTo("4.2 kB");
    }

    @Test
    void setsSmallObjectsOnOneLine() {
        assertThat(JsonText.pretty(Bytes.utf8("{\"a\":[{\"id\":1,\"b\":null},{}],\"c\":\"x\"}")))
                .extracting(JsonLine::text)
                .containsExactly(
                        "{", "  \"a\": [", "    { \"id\": 1, \"b\": null },", "    {}", "  ],", "  \"c\": \"x\"", "}");
    }

    @Test
    void showsWhatIsNotJsonAsText() {
        assertThat(JsonText.pretty(Bytes.utf8("{\"half")))
                .extracting(JsonLine::text)
                .containsExactly("{\"half");
    }

    @Test
    void cutsWhatIsTooLongAndSaysSo() {
        String many = "[" + "[[1]],".repeat(10_000) + "0]";
        assertThat(JsonText.pretty(Bytes.utf8(many)))
                .hasSize(JsonText.MAX_LINES + 1)
                .last()
                .satisfies(line -> assertThat(line.text()).contains("cut after 5,000 lines"));
        String longText = "\"" + "x".repeat(100_000) + "\"";
        assertThat(JsonText.pretty(Bytes.utf8(longText)).getFirst().text())
                .hasSizeLessThan(2_100)
                .contains("100,000 characters");
    }
}
