// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * RFC 6902: its own examples and the public conformance tests, those that are marked as disabled too; but for the one about an
 * operation that has a member twice, of which the last counts, as with every reader of ours.
 */
class JsonPatchConformanceTest {
    static Stream<Arguments> cases() throws IOException {
        return Stream.concat(casesOf("spec_tests.json"), casesOf("tests.json"));
    }

    private static Stream<Arguments> casesOf(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                JsonPatchConformanceTest.class.getResourceAsStream("/json-patch-tests/" + file))) {
            JsonNode all = JsonTrees.read(Bytes.wrap(in.readAllBytes()));
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(each -> each.has("patch") && !name(each).equals("duplicate ops"))
                    .map(each -> Arguments.of(Named.of(name(each), each)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void doesWhatTheTestAsksFor(JsonNode asked) throws Exception {
        JsonNode document = Objects.requireNonNull(asked.get("doc"));
        Bytes before = JsonTrees.write(document);
        Bytes patch = JsonTrees.write(Objects.requireNonNull(asked.get("patch")));

        if (asked.has("error")) {
            assertThatThrownBy(() -> JsonPatch.parse(patch).applyTo(document)).isInstanceOf(JsonPatchException.class);
        } else {
            JsonNode result = JsonPatch.parse(patch).applyTo(document);
            if (asked.has("expected")) {
                assertThat(WireEquality.sameValue(result, Objects.requireNonNull(asked.get("expected"))))
                        .as("%s became %s", document, result)
                        .isTrue();
            }
        }
        assertThat(JsonTrees.write(document)).isEqualTo(before);
    }

    @Test
    void allTestsAreThere() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(100);
        assertThat(cases().filter(each -> ((Named<?>) each.get()[0]).getName().startsWith("A.")))
                .hasSizeGreaterThanOrEqualTo(15);
    }

    private static String name(JsonNode asked) {
        JsonNode comment = asked.get("comment");
        return comment == null ? asked.path("error").asString(asked.toString()) : comment.asString();
    }
}
