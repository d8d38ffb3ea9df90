// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.internal.flight.DecodeFlight;
import dev.trebuchetfx.client.internal.typed.SharingReader;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/** A mapper of arguments, results and states to JSON and back. Safe for use by any thread. */
public final class PayloadMapper {
    private static final int MOST_WORDS = 300;

    private final JsonMapper mapper;
    private final Map<JavaType, SharingReader> readers = new ConcurrentHashMap<>();

    public PayloadMapper(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Returns the mapper beneath. */
    public JsonMapper mapper() {
        return mapper;
    }

    /**
     * Returns the reason why no JSON can become a value of this type, or null where some can, or where only the value at hand tells. No
     * constructor of the application is called.
     */
    public @Nullable String whyUnreadable(JavaType type) {
        if (type.hasRawClass(Void.class) || type.hasRawClass(void.class)) {
            return null;
        }
        try {
            // Reading null shows whether there is a way to read the type, and an empty object whether an abstract type
            // leads to a class.
            mapper.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue("null");
            if (type.isAbstract() && !type.isContainerType() && !type.isPrimitive()) {
                mapper.readerFor(type).readValue("{}");
            }
        } catch (InvalidDefinitionException e) {
            return e.getOriginalMessage() + ClosedPackage.hint(e, type.getRawClass());
        } catch (Throwable e) {
            // The application's own code refuses this value, for whatever reason, and may take another one.
            return null;
        }
        return null;
    }

    /**
     * Returns the JSON of each argument.
     *
     * @throws PayloadException if an argument can't be written
     */
    public List<Bytes> write(String targetIdentifier, @Nullable Object... arguments) {
        List<Bytes> written = new ArrayList<>(arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            try {
                written.add(Bytes.wrap(mapper.writeValueAsBytes(argument)));
            } catch (Throwable e) {
                throw new PayloadException(
                        "argument " + (i + 1) + " of " + targetIdentifier + " can't be written as JSON: "
                                + reason(e, argument == null ? Void.class : argument.getClass()),
                        e);
            }
        }
        return written;
    }

    /**
     * Returns the JSON of a state, as the application's mapper writes it.
     *
     * @throws PayloadException if the state can't be written
     */
    Bytes writeState(String what, Object state) {
        try {
            return Bytes.wrap(mapper.writeValueAsBytes(state));
        } catch (Throwable e) {
            throw new PayloadException(
                    what + " can't be written as JSON, as a checkpoint needs it: " + reason(e, state.getClass()), e);
        }
    }

    /**
     * Reads a state. A part that it shares with a state that was read before is the same object in both.
     *
     * <p>Called by one thread at a time for the states of one stream.
     *
     * @return the state, or null for no bytes
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // The type is in `type`, which can't be tied to T.
    public <T> @Nullable T read(String what, StateValue state, JavaType type) {
        DecodeFlight flight = DecodeFlight.of(type.getRawClass());
        try {
            return this.<T>readState(what, state, type);
        } finally {
            flight.over();
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // The type is in `type`, which can't be tied to T.
    private <T> @Nullable T readState(String what, StateValue state, JavaType type) {
        if (state.hasOwnDeltas()) {
            return this.<T>own(state);
        }
        if (state.isShared()) {
            try {
                return readers.computeIfAbsent(type, each -> new SharingReader(mapper, each))
                        .<T>read(state.tree());
            } catch (Throwable e) {
                // The text of the state decides whether it can be read, and its error says why if it can't.
                return read(what, state.json(), type);
            }
        }
        return read(what, state.json(), type);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // It was read as the stream's type.
    private <T> T own(StateValue state) {
        return (T) state.ownValue();
    }

    /**
     * Reads a result or state.
     *
     * @return the value, or null for no bytes, which is what a void method answers
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // The type is in `type`, which can't be tied to T.
    public <T> @Nullable T read(String what, Bytes json, JavaType type) {
        if (type.hasRawClass(Void.class) || type.hasRawClass(void.class)) {
            return null;
        }
        if (json.isEmpty()) {
            if (type.isPrimitive()) {
                throw new PayloadException(
                        what + " must be a value of " + type.toCanonical() + ", but the server answered without one",
                        null);
            }
            return null;
        }
        try {
            return mapper.readValue(json.unsafeArray(), type);
        } catch (Throwable e) {
            // The application's types and mapper may throw anything, and somebody waits for the answer.
            throw new PayloadException(
                    what + " can't be read as " + type.toCanonical() + ": " + reason(e, type.getRawClass()), e);
        }
    }

    private static String reason(Throwable e, Class<?> about) {
        String words =
                e instanceof JacksonException jackson ? jackson.getOriginalMessage() : ForeignCode.describeWithKind(e);
        // The words may quote a whole text of the state.
        return (words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) + "…" : words)
                + ClosedPackage.hint(e, about);
    }
}
