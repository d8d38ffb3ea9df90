// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import static dev.trebuchetfx.protocol.filter.Condition.at;
import static dev.trebuchetfx.protocol.filter.Condition.exists;
import static dev.trebuchetfx.protocol.filter.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConditionTest {
    private static final JsonNode STATE = json("""
            {"todos": [{"title": "Milk", "done": false, "tags": ["home", 7]}, {"title": "", "done": true}],
             "pendingCount": 4, "exact": 4.0, "big": 9007199254740993, "huge": 1e400, "none": null, "list": [1, [2, 3.0]],
             "a/b": {"~": "tilde"}, "x y": 1, "*": 2, "": "empty"}
            """);

    private static JsonNode json(String text) {
        return Objects.requireNonNull(new StateJson(text.getBytes(StandardCharsets.UTF_8)).tree());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pendingCount > 3 and exists(/todos/0)",
                "/pendingCount >= 4",
                "/pendingCount < 4.1",
                "/pendingCount <= 4",
                "/pendingCount == 4.0",
                "/pendingCount == /exact",
                "/pendingCount != 5",
                "3 < /pendingCount",
                "/big > 9007199254740992",
                "/huge > 1e300",
                "/todos/0/title == \"Milk\"",
                "/todos/0/title < \"Milky\"",
                "/todos/0/title contains \"il\"",
                "/todos/0/tags contains \"home\"",
                "/todos/0/tags contains 7.0",
                "/list contains /list/1 and /list/1 contains 3",
                "/list == /list",
                "/pendingCount in [1, 4, \"4\"]",
                "/todos/0/title in [\"Milk\"]",
                "not /todos/0/title in []",
                "/todos/0/done == false",
                "/none == null",
                "exists(/none)",
                "not exists(/absent)",
                "/absent != 1",
                "not /absent == null",
                "not (/absent < 1 or /absent >= 1)",
                "not /todos/0/title > 3",
                "not exists(/todos/2) and not exists(/todos/-) and not exists(/todos/01)",
                "/a~1b/~0 == \"tilde\"",
                "at(\"/x y\") == 1",
                "/~3 == 2",
                "/ == \"empty\"",
                "exists(at(\"\"))",
                "at(\"\") != null",
                "/todos/0/title == \"\\u004dilk\"",
                "not not exists(/todos)",
                "/pendingCount == 0 or /pendingCount == 4 and /exact == 4",
                "  (  ( exists ( /todos ) ) )  "
            })
    void holds(String condition) {
        assertThat(Condition.parse(condition).holds(STATE)).isTrue();
        assertThat(not(Condition.parse(condition)).holds(STATE)).isFalse();
    }

    @Test
    void andBindsTighterThanOr() {
        assertThat(Condition.parse("exists(/todos) or exists(/x) and exists(/y)")
                        .holds(STATE))
                .isTrue();
        assertThat(Condition.parse("(exists(/todos) or exists(/x)) and exists(/y)")
                        .holds(STATE))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | expected a path, a number, a text, not, exists or ( at character 1 but found the end",
                "/a | expected ==, !=, <, <=, >, >=, in or contains at character 3 but found the end",
                "/a > | expected a path, a number, a text, true, false or null at character 5 but found the end",
                "/a > 3 and | expected a path, a number, a text, not, exists or ( at character 11 but found the end",
                "/a > 3 AND /b > 3 | expected and, or or the end at character 8 but found 'AND'",
                "/a = 3 | expected ==, !=, <, <=, >, >=, in or contains at character 4 but found '='",
                "(/a > 3 | expected ) at character 8 but found the end",
                "/a > 3) | expected and, or or the end at character 7 but found ')'",
                "exists(a) | expected a path at character 8 but found 'a'",
                "exists /a | expected ( at character 8 but found '/a'",
                "at(/a) == 1 | expected a path in quotes at character 4 but found '/a'",
                "/a in 3 | expected [ at character 7 but found '3'",
                "/a == [1] | expected a path, a number, a text, true, false or null at character 7 but found '['",
                "/a in [3 4] | expected ] at character 10 but found '4'",
                "/a == 01 | expected a number at character 7 but found '01'",
                "/a == 1e999 | expected a number of at most 400 digits at character 7 but found '1e999'",
                "/a == \"x | expected \" at the end of the text that begins at character 7 but found the end",
                "/a == \"\\x\" | in the text that begins at character 7 but found '\\x'",
                "/a/* == 1 | expected the name of one value in '/a/*' but found *; write ~3 for an asterisk at character 1",
                "1 < /a~9 | expected ~0, ~1, ~2 or ~3 for ~ / , * in '/a~9' but found '~9' at character 5",
                "pendingCount > 3 | expected a path, a number, a text, not, exists or ( at character 1 but found 'pendingCount'"
            })
    void tellsWhereWhatWasExpectedAndWhatWasFound(String condition, String message) {
        assertThatThrownBy(() -> Condition.parse(condition))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageStartingWith("where: ")
                .hasMessageContaining(message);
    }

    @Test
    void isBoundedInDepthSizeAndLength() {
        String deep = "(".repeat(40) + "exists(/a)" + ")".repeat(40);
        assertThatThrownBy(() -> Condition.parse(deep)).hasMessageContaining("at most 32 conditions within each other");
        assertThatThrownBy(() -> Condition.parse("not ".repeat(900) + "exists(/a)"))
                .hasMessageContaining("at most 32 conditions within each other");
        String wide = "exists(/a)" + " or exists(/a)".repeat(256);
        assertThatThrownBy(() -> Condition.parse(wide)).hasMessageContaining("at most 256 conditions and values");
        assertThatThrownBy(() -> Condition.parse(" ".repeat(5000)))
                .hasMessage("where: expected at most 4096 characters but found 5000");
        assertThatThrownBy(() -> Condition.parse("exists(" + "/a".repeat(33) + ")"))
                .hasMessageContaining("expected a path of at most 32 names but found one of 33");
    }

    @Test
    void isWrittenInJavaToo() {
        Condition condition = at("/pendingCount")
                .isMoreThan(3)
                .and(exists("/todos/0").or(not(at("/who").isIn("Ann", 1.5, null, true))))
                .and(at("/a b").contains("\"\n"));
        assertThat(condition.text())
                .isEqualTo("(/pendingCount > 3 and (exists(/todos/0) or not (/who in [\"Ann\", 1.5, null, true])))"
                        + " and at(\"/a b\") contains \"\\\"\\u000a\"");
        assertThat(Condition.parse(condition.text())).isEqualTo(condition);
        assertThatThrownBy(() -> at("/a").isMoreThan(Double.NaN)).hasMessage("expected a finite number but found NaN");
        assertThatThrownBy(() -> at("/a").is(new Object())).hasMessageContaining("found a java.lang.Object");
    }
}
