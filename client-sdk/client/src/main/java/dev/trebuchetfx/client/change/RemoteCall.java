// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A call that is to be made: a method and its arguments. Immutable, as far as the arguments are.
 *
 * @param <R> the type of the result
 */
public final class RemoteCall<R> {
    private final String targetIdentifier;
    private final Type resultType;
    private final List<@Nullable Object> arguments;
    private final boolean idempotent;

    private RemoteCall(String targetIdentifier, Type resultType, List<@Nullable Object> arguments, boolean idempotent) {
        this.targetIdentifier = Objects.requireNonNull(targetIdentifier, "targetIdentifier");
        this.resultType = Objects.requireNonNull(resultType, "resultType");
        this.arguments = arguments;
        this.idempotent = idempotent;
        if (targetIdentifier.startsWith("observe")) {
            throw new IllegalArgumentException(
                    "the name of a method that is called must not begin with 'observe' but was '" + targetIdentifier
                            + "': such a method streams");
        }
    }

    /**
     * Returns a call.
     *
     * @param targetIdentifier the method as the server knows it; must not begin with {@code observe}
     * @param resultType {@code Void.class} for a method without a result
     * @param arguments written as JSON, one value each
     */
    public static <R> RemoteCall<R> of(String targetIdentifier, Class<R> resultType, @Nullable Object... arguments) {
        return new RemoteCall<>(targetIdentifier, resultType, copy(arguments), false);
    }

    /** Returns a call as {@link #of(String, Class, Object...)} does, for a generic result type. */
    public static <R> RemoteCall<R> of(
            String targetIdentifier, TypeReference<R> resultType, @Nullable Object... arguments) {
        return new RemoteCall<>(targetIdentifier, resultType.getType(), copy(arguments), false);
    }

    private static List<@Nullable Object> copy(@Nullable Object... arguments) {
        List<@Nullable Object> copy = new ArrayList<>(arguments.length);
        Collections.addAll(copy, arguments);
        return Collections.unmodifiableList(copy);
    }

    /**
     * Returns the same call, which may be done twice without harm. It is sent again whenever its answer was lost, at a server too that can't tell whether the
     * call is done.
     */
    public RemoteCall<R> idempotent() {
        return new RemoteCall<>(targetIdentifier, resultType, arguments, true);
    }

    /** Returns the method. */
    public String targetIdentifier() {
        return targetIdentifier;
    }

    /** Returns the type of the result. */
    public Type resultType() {
        return resultType;
    }

    /** Returns the arguments. */
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /** Returns whether the call may be done twice without harm. */
    public boolean isIdempotent() {
        return idempotent;
    }

    @Override
    public String toString() {
        return targetIdentifier + " with " + arguments.size() + " arguments";
    }
}
