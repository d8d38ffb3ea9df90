// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.internal.persistence.StateForm;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON of states, arguments and results, as Swift peers write it: dates in ISO-8601, UTC and whole seconds, UUIDs in upper
 * case. Safe for use by any thread.
 */
public final class ActorJson implements StateForm.Json {
    private final JsonMapper mapper = JsonMapper.builder()
            .addModule(swiftValues())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // "5" for a title that was meant to be a text is a mistake of the caller, not a title.
            .withCoercionConfig(
                    LogicalType.Textual, config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /** Writes one value as JSON. */
    @Override
    public Bytes encode(@Nullable Object value) throws ActorCallException {
        try {
            return Bytes.wrap(mapper.writeValueAsBytes(value));
        } catch (Throwable e) {
            // A getter or a serializer of the actor's may throw anything, and a peer waits for an answer.
            throw new ActorCallException(
                    "a value of " + (value == null ? "null" : value.getClass().getName())
                            + " could not be written as JSON: " + reason(e),
                    e);
        }
    }

    /** Reads one JSON value as {@code type}; null for JSON's null. */
    @Override
    public @Nullable Object decode(Bytes json, Type type) throws ActorCallException {
        try {
            return mapper.readValue(json.unsafeArray(), mapper.getTypeFactory().constructType(type));
        } catch (Throwable e) {
            throw new ActorCallException(reason(e), e);
        }
    }

    /**
     * Reads a delta of states of this class, as {@link DeltaCodable} says which type it has.
     *
     * @param state implements {@link DeltaCodable}
     */
    public @Nullable Object decodeDelta(Bytes json, Class<?> state) throws ActorCallException {
        JavaType[] types = mapper.constructType(state).findTypeParameters(DeltaCodable.class);
        return decode(json, types[0]);
    }

    /** Returns whether a value of this type has deltas of its own. */
    boolean isDeltaCodable(Type type) {
        return mapper.constructType(type).isTypeOrSubTypeOf(DeltaCodable.class);
    }

    private static String reason(Throwable failure) {
        return failure instanceof JacksonException jackson
                ? jackson.getOriginalMessage()
                : ActorCallException.describe(failure);
    }

    private static SimpleModule swiftValues() {
        SimpleModule module = new SimpleModule("trebuchet-values");
        module.addSerializer(new Text<>(UUID.class, id -> id.toString().toUpperCase(Locale.ROOT)));
        module.addSerializer(new Text<>(Instant.class, ActorJson::wholeSeconds));
        module.addSerializer(new Text<>(OffsetDateTime.class, date -> wholeSeconds(date.toInstant())));
        module.addSerializer(new Text<>(ZonedDateTime.class, date -> wholeSeconds(date.toInstant())));
        module.addSerializer(new Text<>(Date.class, date -> wholeSeconds(date.toInstant())));
        return module;
    }

    private static String wholeSeconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Writes a value as a string. */
    private static final class Text<T> extends StdSerializer<T> {
        private final Function<T, String> text;

        Text(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(text.apply(value));
        }
    }
}
