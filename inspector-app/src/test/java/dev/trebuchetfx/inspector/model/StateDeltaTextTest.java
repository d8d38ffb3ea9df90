// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDeltaTextTest {
    private static final String PATCH = "[{\"op\":\"replace\",\"path\":\"/todos/5/title\",\"value\":\"Mülk?~\"}]";
    private static final String ENCODED = Base64.getEncoder().encodeToString(PATCH.getBytes(StandardCharsets.UTF_8));

    private static String head(String payload) {
        return StateDeltaText.head(Bytes.utf8(payload), 200);
    }

    @Test
    void unpacksADeltaInEitherOrderOfItsKeys() {
        assertThat(head("{\"isFull\":false,\"data\":\"" + ENCODED + "\"}")).isEqualTo(PATCH);
        assertThat(head("{\"data\":\"" + ENCODED + "\",\"isFull\":true}")).isEqualTo(PATCH);
        assertThat(head("{ \"isFull\" : false,\n \"data\" : \"" + ENCODED.replace("/", "\\/") + "\" }"))
                .isEqualTo(PATCH);
    }

    @Test
    void showsTheBeginningOfALongOne() {
        String state = "[" + "0,".repeat(10_000) + "0]";
        String encoded = Base64.getEncoder().encodeToString(state.getBytes(StandardCharsets.UTF_8));

        assertThat(head("{\"isFull\":true,\"data\":\"" + encoded + "\"}"))
                .startsWith("[0,0,0,0,")
                .endsWith("…")
                .hasSizeBetween(100, 260);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pendingCount\":3}",
                "{\"data\":\"abcd\"}",
                "{\"isFull\":1,\"data\":\"abcd\"}",
                "{\"isFull\":true,\"data\":\"a=b\"}",
                "{\"isFull\":true}",
                "[]",
                ""
            })
    void leavesEverythingElseAsItIs(String payload) {
        assertThat(head(payload)).isEqualTo(payload);
    }
}
