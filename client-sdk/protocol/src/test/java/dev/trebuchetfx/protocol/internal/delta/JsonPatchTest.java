// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the conformance tests do not ask: sharing, atomicity, messages, hostile patches. */
class JsonPatchTest {
    @Test
    void whatDidNotChangeIsTheSameNode() throws Exception {
        JsonNode before = JsonTrees.read("{\"a\":{\"x\":1},\"list\":[{\"id\":1},{\"id\":2},{\"id\":3}]}");

        JsonNode after = patched(before, "[{\"op\":\"replace\",\"path\":\"/list/1/id\",\"value\":9}]");

        assertThat(after.get("a")).isSameAs(before.get("a"));
        assertThat(after.get("list").get(0)).isSameAs(before.get("list").get(0));
        assertThat(after.get("list").get(2)).isSameAs(before.get("list").get(2));
        assertThat(after.get("list").get(1)).isNotSameAs(before.get("list").get(1));
        assertThat(before.get("list").get(1).get("id").intValue()).isEqualTo(2);
    }

    @Test
    void aPatchThatFailsLeavesNoTrace() {
        JsonNode before = JsonTrees.read("{\"a\":[1,2,3]}");

        assertThatThrownBy(() -> patched(
                        before,
                        "[{\"op\":\"remove\",\"path\":\"/a/0\"},{\"op\":\"test\",\"path\":\"/a/0\",\"value\":7}]"))
                .isInstanceOf(JsonPatchException.class)
                .hasMessage("operation 2, test /a/0: expected NUMBER 7 but found NUMBER 2");
        assertThat(before.toString()).isEqualTo("{\"a\":[1,2,3]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}|a patch must be an array of operations but was OBJECT
            [1]|operation 1: op must be a string but was missing
            [{"op":"spin","path":""}]|operation 1: op must be add, remove, replace, move, copy or test but was "spin"
            [{"op":"add","path":"/a"}]|operation 1: value must be present, null or not, but was missing
            [{"op":"move","path":"/a"}]|operation 1: from must be a string but was missing
            [{"op":"add","path":"a","value":1}]|operation 1: a JSON Pointer must be empty or begin with / but was "a"
            [{"op":"add","path":"/~2","value":1}]|operation 1: a tilde in a JSON Pointer must be followed by 0 or 1 but was not in "/~2"
            [{"op":"add","path":"/~","value":1}]|operation 1: a tilde in a JSON Pointer must be followed by 0 or 1 but was not in "/~"
            [{"op":"replace","path":"/list/3","value":1}]|operation 1, replace /list/3: expected an index in an array of 2 but found "3"; the largest here is 1
            [{"op":"add","path":"/list/01","value":1}]|operation 1, add /list/01: expected an index in an array of 2 but found "01"; the largest here is 2
            [{"op":"remove","path":"/none"}]|operation 1, remove /none: expected a property "none" but there is none
            [{"op":"remove","path":""}]|operation 1, remove : the whole document can't be removed; replace it
            [{"op":"add","path":"/name/x","value":1}]|operation 1, add /name/x: expected an object or an array with "x" but found STRING
            [{"op":"move","from":"/list","path":"/list/0"}]|operation 1, move /list/0: a value can't be moved into itself, from /list
            """)
    void saysWhatWasExpectedAndFound(String patch, String message) {
        JsonNode document = JsonTrees.read("{\"list\":[1,2],\"name\":\"n\"}");

        assertThatThrownBy(() -> patched(document, patch))
                .isInstanceOf(JsonPatchException.class)
                .hasMessage(message);
    }

    @Test
    void isWrittenAsItWasRead() throws Exception {
        String text = "[{\"op\":\"add\",\"path\":\"/a~1b/-\",\"value\":null},{\"op\":\"remove\",\"path\":\"/~0\"},"
                + "{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/y\"},{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/y\"},"
                + "{\"op\":\"replace\",\"path\":\"\",\"value\":{\"n\":1.50}},{\"op\":\"test\",\"path\":\"/z\",\"value\":[1e5]}]";

        assertThat(JsonPatch.parse(Bytes.utf8(text)).encoded().utf8()).isEqualTo(text.replace("1e5", "1E+5"));
    }

    private static JsonNode patched(JsonNode document, String patch) throws JsonPatchException {
        return JsonPatch.parse(Bytes.utf8(patch)).applyTo(document);
    }
}
