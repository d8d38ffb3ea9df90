// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The values of attributes, which others may have written with any type. */
final class Attributes {
    private Attributes() {}

    static AttributeValue of(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue of(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static AttributeValue of(Bytes bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes.unsafeArray()));
    }

    static @Nullable String textOrNull(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    /** Returns a text; an empty one where the item has none. */
    static String text(Map<String, AttributeValue> item, String name) {
        String text = textOrNull(item, name);
        return text == null ? "" : text;
    }

    /** Returns a whole number; -1 where the item has none. */
    static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        try {
            return value == null || value.n() == null ? -1 : Long.parseLong(value.n());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static Bytes bytes(@Nullable AttributeValue value) {
        return value == null || value.b() == null
                ? Bytes.empty()
                : Bytes.wrap(value.b().asByteArrayUnsafe());
    }
}
