// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.actor.NotRepeated;
import dev.trebuchetfx.server.actor.StreamedState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A public method of a class of actors, which is called with JSON arguments in the actor's turn. Immutable. */
final class ActorMethod {
    private final Method method;
    private final Parameter[] parameters;

    ActorMethod(Method method) {
        this.method = method;
        this.parameters = method.getParameters();
    }

    String name() {
        return method.getName();
    }

    int parameterCount() {
        return parameters.length;
    }

    Class<?> returnType() {
        return method.getReturnType();
    }

    /** Returns whether it may be called again for one call. */
    boolean mayRunAgain() {
        return !method.isAnnotationPresent(NotRepeated.class);
    }

    /** Returns whether it returns a state that streams. */
    boolean opensStream() {
        return returnType() == StreamedState.class;
    }

    /** Returns the type of the values of its StreamedState; only of a method that returns one. */
    Type streamedType() {
        return method.getGenericReturnType() instanceof ParameterizedType type
                ? type.getActualTypeArguments()[0]
                : Object.class;
    }

    /** Returns the method as an author would write it: {@code addTodo(String title)}. */
    String signature() {
        return name()
                + Arrays.stream(parameters)
                        .map(parameter -> parameter.getType().getSimpleName() + " " + parameter.getName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    @Nullable
    Object call(Object actor, ActorJson json, List<Bytes> arguments) throws ActorCallException {
        @Nullable Object[] values = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            values[i] = argument(json, i, arguments.get(i));
        }
        try {
            return method.invoke(actor, values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ActorCallException(ActorCallException.describe(cause), cause);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new ActorCallException(signature() + " could not be called: " + ActorCallException.describe(e), e);
        }
    }

    private @Nullable Object argument(ActorJson json, int index, Bytes argument) throws ActorCallException {
        Type type = parameters[index].getParameterizedType();
        try {
            return json.decode(argument, type);
        } catch (ActorCallException e) {
            throw new ActorCallException(
                    "argument " + (index + 1) + " of " + signature() + " must be a JSON value for " + type.getTypeName()
                            + " but was '" + shown(argument) + "': " + e.getMessage(),
                    e);
        }
    }

    private static String shown(Bytes argument) {
        String text = argument.utf8();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
