// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Whether a JSON object has two keys of one name. */
final class DoubledKeys {
    private static final JsonMapper STRICT = new JsonMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private DoubledKeys() {}

    static boolean in(byte[] state) {
        try {
            return STRICT.readTree(state) == null;
        } catch (JacksonException e) {
            return true;
        }
    }
}
