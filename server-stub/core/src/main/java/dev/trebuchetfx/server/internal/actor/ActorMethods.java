// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.NotRepeated;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The public methods of an actor by name and number of parameters. Immutable, but {@link #call} and {@link #observe} belong in
 * the actor's turn.
 */
public final class ActorMethods {
    private static final String STREAM_PREFIX = "observe";

    /** Streams remember it, so that a peer must not make it long. */
    private static final int MAX_IDENTIFIER_LENGTH = 1_000;

    /** The methods of each class, since peers can have many actors of one made. */
    private static final ClassValue<Map<String, Map<Integer, ActorMethod>>> BY_CLASS = new ClassValue<>() {
        @Override
        protected Map<String, Map<Integer, ActorMethod>> computeValue(Class<?> type) {
            return methodsOf(type);
        }
    };

    private final Object actor;
    private final Map<String, Map<Integer, ActorMethod>> methods;
    private final ActorJson json;

    private ActorMethods(Object actor, ActorJson json) {
        this.actor = actor;
        this.methods = BY_CLASS.get(actor.getClass());
        this.json = json;
    }

    /**
     * Looks at the class of {@code actor}.
     *
     * @throws IllegalArgumentException if it can't be an actor; the message says why
     */
    static ActorMethods of(Object actor, ActorJson json) {
        return new ActorMethods(actor, json);
    }

    private static Map<String, Map<Integer, ActorMethod>> methodsOf(Class<?> type) {
        Map<String, Map<Integer, ActorMethod>> found = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (isCallable(method)) {
                add(method, found);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "an actor must have a public method but " + type.getName() + " has none");
        }
        return found;
    }

    /**
     * Calls a method that opens no stream.
     *
     * @return its result; null for a void method too: see {@link #returnsNothing}
     */
    public @Nullable Object call(String targetIdentifier, List<Bytes> arguments) throws ActorCallException {
        ActorMethod method = find(targetIdentifier, arguments.size());
        if (method.opensStream()) {
            throw new ActorCallException(method.signature() + " opens a stream: it can be observed but not called");
        }
        return method.call(actor, json, arguments);
    }

    /** Returns whether the method has no result. */
    public boolean returnsNothing(String targetIdentifier, int arguments) throws ActorCallException {
        return find(targetIdentifier, arguments).returnType() == void.class;
    }

    /** Returns whether the method may be called again for one call, since it is not {@link NotRepeated}. */
    public boolean mayRunAgain(String targetIdentifier, int arguments) throws ActorCallException {
        return find(targetIdentifier, arguments).mayRunAgain();
    }

    /** Calls a method that opens a stream; nothing of the actor's runs where the method opens none. */
    public StreamedState<?> observe(String targetIdentifier, List<Bytes> arguments) throws ActorCallException {
        ActorMethod method = streaming(targetIdentifier, arguments.size());
        if (method.call(actor, json, arguments) instanceof StreamedState<?> state) {
            return state;
        }
        throw new ActorCallException(
                method.signature() + " must return a StreamedState to be observed but returned null");
    }

    /**
     * Returns, by any thread, without a look at the actor and without its turn, why a method can't be observed; null where it can.
     *
     * @param arguments the number of arguments
     */
    public @Nullable String problemOfObserving(String targetIdentifier, int arguments) {
        try {
            streaming(targetIdentifier, arguments);
            return null;
        } catch (ActorCallException e) {
            return ActorCallException.describe(e);
        }
    }

    private ActorMethod streaming(String targetIdentifier, int arguments) throws ActorCallException {
        ActorMethod method = find(targetIdentifier, arguments);
        if (!method.opensStream()) {
            throw new ActorCallException(
                    method.signature() + " can't be observed: it must return a StreamedState but returns "
                            + method.returnType().getSimpleName());
        }
        return method;
    }

    /**
     * A method that peers can reach.
     *
     * @param signature as an author would write it, {@code addTodo(String title)}
     * @param parameters the number of parameters
     * @param streams whether it is observed, and not called
     */
    public record Listed(String name, String signature, int parameters, boolean streams) {}

    /** Returns every method, by name and number of parameters. By any thread. */
    public List<Listed> list() {
        return methods.values().stream()
                .flatMap(overloads -> overloads.values().stream())
                .map(method ->
                        new Listed(method.name(), method.signature(), method.parameterCount(), method.opensStream()))
                .toList();
    }

    /** Returns the name of the method that a peer names, without the labels of its arguments: {@code addTodo} of {@code addTodo(title:)}. */
    public static String nameOf(String targetIdentifier) {
        int labels = targetIdentifier.indexOf('(');
        return labels < 0 ? targetIdentifier : targetIdentifier.substring(0, labels);
    }

    /** Returns whether the states that a method streams have deltas of their own, as its declaration says. */
    public boolean streamsDeltaCodable(String targetIdentifier, int arguments) {
        try {
            return json.isDeltaCodable(find(targetIdentifier, arguments).streamedType());
        } catch (ActorCallException noSuchMethod) {
            return false;
        }
    }

    private ActorMethod find(String targetIdentifier, int arguments) throws ActorCallException {
        Map<Integer, ActorMethod> overloads = methods.get(nameOf(targetIdentifier));
        if (overloads == null || targetIdentifier.length() > MAX_IDENTIFIER_LENGTH) {
            throw new ActorCallException("Unknown method: " + shown(targetIdentifier) + "; this actor has "
                    + String.join(", ", methods.keySet()));
        }
        ActorMethod method = overloads.get(arguments);
        if (method == null) {
            throw new ActorCallException("wrong number of arguments: expected " + signatures(overloads.values())
                    + " but found " + arguments);
        }
        return method;
    }

    private static void add(Method method, Map<String, Map<Integer, ActorMethod>> found) {
        boolean streams = method.getName().startsWith(STREAM_PREFIX);
        if (streams != (method.getReturnType() == StreamedState.class)) {
            throw new IllegalArgumentException("a method's name must start with '" + STREAM_PREFIX
                    + "' exactly when it returns a StreamedState, but found " + method);
        }
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(
                    "an actor's class must be public and exported, or opened to this module, but " + method
                            + " can't be called");
        }
        ActorMethod added = new ActorMethod(method);
        ActorMethod same =
                found.computeIfAbsent(method.getName(), name -> new TreeMap<>()).put(added.parameterCount(), added);
        if (same != null) {
            throw new IllegalArgumentException(
                    "methods of one name must differ in their number of parameters but found " + same.signature()
                            + " and " + added.signature());
        }
    }

    private static String shown(String targetIdentifier) {
        return targetIdentifier.length() <= 200 ? targetIdentifier : targetIdentifier.substring(0, 200) + "…";
    }

    private static boolean isCallable(Method method) {
        return method.getDeclaringClass() != Object.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && !isLifecycle(method)
                && !isOfObject(method);
    }

    private static boolean isLifecycle(Method method) {
        return isOf(ActorLifecycle.class, method) || isOf(StatefulActor.class, method);
    }

    private static boolean isOf(Class<?> type, Method method) {
        return type.isAssignableFrom(method.getDeclaringClass()) && declares(type, method);
    }

    private static boolean isOfObject(Method method) {
        return declares(Object.class, method);
    }

    private static boolean declares(Class<?> type, Method method) {
        try {
            type.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static String signatures(Collection<ActorMethod> overloads) {
        return overloads.stream().map(ActorMethod::signature).collect(Collectors.joining(" or "));
    }
}
