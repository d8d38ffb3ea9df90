// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;

/** A writer of keys with their values. A key with a null value is left out. Confined to the encoding thread. */
final class ValueWriter {
    private final JsonGenerator json;

    ValueWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the outermost object. */
    void root(Runnable content) {
        json.writeStartObject();
        content.run();
        json.writeEndObject();
    }

    <T> void object(WireKey<?> key, @Nullable T value, Content<T> content) {
        if (value != null) {
            json.writeName(key.name());
            json.writeStartObject();
            content.write(this, value);
            json.writeEndObject();
        }
    }

    void text(WireKey<String> key, @Nullable String value) {
        if (value != null) {
            json.writeName(key.name());
            string(value);
        }
    }

    void uuid(WireKey<UUID> key, @Nullable UUID value) {
        if (value != null) {
            json.writeStringProperty(key.name(), WireUuid.text(value));
        }
    }

    void integer(WireKey<Integer> key, @Nullable Integer value) {
        if (value != null) {
            json.writeNumberProperty(key.name(), (int) requireNotNegative(key, value));
        }
    }

    void amount(WireKey<Long> key, @Nullable Long value) {
        if (value != null) {
            json.writeNumberProperty(key.name(), requireNotNegative(key, value));
        }
    }

    /** Writes a number, taken as unsigned. */
    void sequence(WireKey<Long> key, @Nullable Long value) {
        if (value != null) {
            json.writeName(key.name());
            number(value);
        }
    }

    void flag(WireKey<Boolean> key, boolean value) {
        json.writeBooleanProperty(key.name(), value);
    }

    /** Writes a time in whole seconds, since older Swift peers drop a message with a fraction. */
    void timestamp(WireKey<Instant> key, Instant value) {
        json.writeStringProperty(key.name(), WireTime.text(value));
    }

    void bytes(WireKey<Bytes> key, @Nullable Bytes value) {
        if (value != null) {
            json.writeName(key.name());
            base64(value);
        }
    }

    void bytesList(WireKey<?> key, Collection<Bytes> values) {
        json.writeArrayPropertyStart(key.name());
        values.forEach(this::base64);
        json.writeEndArray();
    }

    void textList(WireKey<?> key, Collection<String> values) {
        json.writeArrayPropertyStart(key.name());
        values.forEach(this::string);
        json.writeEndArray();
    }

    /** Writes a single word under a key that has a list in other messages. */
    void word(WireKey<List<String>> key, @Nullable String value) {
        if (value != null) {
            json.writeName(key.name());
            string(value);
        }
    }

    void textMap(WireKey<?> key, @Nullable Map<String, String> values) {
        if (values != null) {
            json.writeObjectPropertyStart(key.name());
            values.forEach((name, value) -> {
                json.writeName(WireText.toUnicode(name));
                string(value);
            });
            json.writeEndObject();
        }
    }

    void sequenceMap(WireKey<?> key, Map<UUID, Long> values) {
        json.writeObjectPropertyStart(key.name());
        values.forEach((name, value) -> {
            json.writeName(WireUuid.text(name));
            number(value);
        });
        json.writeEndObject();
    }

    /** Writes texts by ids; no key where there is none. */
    void textsById(WireKey<?> key, Map<UUID, String> values) {
        if (!values.isEmpty()) {
            json.writeObjectPropertyStart(key.name());
            values.forEach((name, value) -> {
                json.writeName(WireUuid.text(name));
                string(value);
            });
            json.writeEndObject();
        }
    }

    /** Writes amounts by ids; no key where there is none. */
    void amountsById(WireKey<?> key, Map<UUID, Long> values) {
        if (!values.isEmpty()) {
            json.writeObjectPropertyStart(key.name());
            values.forEach((name, value) -> {
                json.writeName(WireUuid.text(name));
                json.writeNumber(requireNotNegative(key, value));
            });
            json.writeEndObject();
        }
    }

    private static long requireNotNegative(WireKey<?> key, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(key.name() + " must not be negative but was " + value);
        }
        return value;
    }

    private void string(String value) {
        json.writeString(WireText.toUnicode(value));
    }

    private void number(long unsigned) {
        json.writeNumber(SequenceNumbers.toText(unsigned));
    }

    private void base64(Bytes value) {
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, value.unsafeArray(), 0, value.size());
    }

    /** A function that writes the keys of an object. */
    @FunctionalInterface
    interface Content<T> {
        void write(ValueWriter out, T value);
    }
}
