// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.fuzz.Fuzz;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whatever patch comes, it is applied within its bounds or ends in a {@link JsonPatchException}, and leaves the document as it was. */
class PatchFuzzTest implements Fuzz.Tests {
    private static final Fuzz FUZZ = new Fuzz("patch", PatchFuzzTest::read);

    @Override
    public Fuzz fuzz() {
        return FUZZ;
    }

    /** Reads a document and, after a line feed, a patch. */
    private static void read(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        JsonNode document;
        try {
            document = JsonTrees.read(Bytes.wrap(Arrays.copyOf(input, end)));
        } catch (JacksonException notJson) {
            return;
        }
        String before = document.toString();
        try {
            JsonPatch patch = JsonPatch.parse(
                    Bytes.wrap(Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length)));
            assertThat(patch.operations()).hasSizeLessThanOrEqualTo(JsonPatch.MAX_OPERATIONS);
            PatchApplication.Result result = patch.applied(document);
            assertThat(result.copiedBytes()).isLessThanOrEqualTo(PatchApplication.MAX_COPIED_BYTES);
            assertThat(JsonSize.of(result.document()))
                    .isLessThanOrEqualTo(2L * input.length + 2 + result.copiedBytes());
        } catch (JsonPatchException expected) {
            assertThat(expected.getMessage()).hasSizeLessThan(2_000);
        }
        assertThat(document.toString()).isEqualTo(before);
    }
}
