// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * The bodies of the methods of an actor interface. A mistake in the interface that can be found at all is refused here, before the
 * server is asked to do anything.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A body hands its future to the caller.
final class ProxyMethods {
    private static final Set<Class<?>> FUTURES = Set.of(CompletableFuture.class, CompletionStage.class, Future.class);

    private final EngineActorRef actor;
    private final JavaType actorInterface;

    /** The body of one method. Its result is the method's. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object invoke(Object proxy, @Nullable Object[] arguments) throws Throwable;
    }

    ProxyMethods(EngineActorRef actor, Class<?> actorInterface) {
        this.actor = actor;
        this.actorInterface = actor.typeOf(actorInterface);
    }

    /**
     * Returns the bodies of all methods but those of {@link Object}.
     *
     * @throws IllegalArgumentException if a method can't be one of an actor; the message says why, and what to do
     */
    Map<Method, Body> bodies() {
        Map<Method, Body> bodies = new HashMap<>();
        Map<String, Method> targets = new HashMap<>();
        for (Method method : actorInterface.getRawClass().getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || isOfObject(method)) {
                continue;
            }
            if (method.isDefault()) {
                bodies.put(method, ofDefault(method));
                continue;
            }
            Method other = targets.putIfAbsent(targetOf(method), method);
            if (other != null && !isSame(method, other)) {
                throw new IllegalArgumentException("each method must have a target of its own, but " + other + " and "
                        + method + " both have '" + targetOf(method)
                        + "'; give one of them another name, or another target with @RemoteMethod");
            }
            bodies.put(method, ofRemote(method));
        }
        return Map.copyOf(bodies);
    }

    private Body ofRemote(Method method) {
        String target = targetOf(method);
        Class<?> returned = method.getReturnType();
        boolean streams = returned == ActorStream.class || returned == Flow.Publisher.class;
        if (streams != EngineActorRef.isStreaming(target)) {
            throw new IllegalArgumentException("a method streams exactly when its target begins with 'observe', but "
                    + method + " has the target '" + target + "' and returns " + returned.getSimpleName());
        }
        if (streams) {
            JavaType type = contentOf(method);
            StreamOptions options = streamOptionsOf(method);
            if (returned == Flow.Publisher.class) {
                return (proxy, arguments) ->
                        actor.observeTyped(target, type, options, arguments).values();
            }
            return (proxy, arguments) -> actor.observeTyped(target, type, options, arguments);
        }
        CallOptions options = callOptionsOf(method);
        if (FUTURES.contains(returned)) {
            JavaType type = contentOf(method);
            return (proxy, arguments) -> actor.callTyped(target, type, options, arguments);
        }
        if (Future.class.isAssignableFrom(returned)
                || CompletionStage.class.isAssignableFrom(returned)
                || Flow.Publisher.class.isAssignableFrom(returned)) {
            throw new IllegalArgumentException(
                    method + " must return its result, a CompletableFuture, a CompletionStage "
                            + "or a Future of it, or an ActorStream or a Flow.Publisher, but returns "
                            + returned.getSimpleName());
        }
        JavaType type = readable(method, method.getGenericReturnType());
        boolean throwsInterrupted = Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
        return (proxy, arguments) ->
                await(target, actor.callTyped(target, type, options, arguments), throwsInterrupted);
    }

    /** Returns a body that runs a default method, which a proxy does not do by itself. */
    private static Body ofDefault(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        if (isPublic(declaring)
                && declaring.getModule().isExported(declaring.getPackageName(), ProxyMethods.class.getModule())) {
            return (proxy, arguments) -> InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        try {
            MethodHandle handle = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring);
            return (proxy, arguments) -> handle.bindTo(proxy).invokeWithArguments(arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    method + " has a body that can't be reached; make " + declaring.getName()
                            + " public and export its package, or open the package to "
                            + ProxyMethods.class.getModule().getName(),
                    e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object await(String target, CompletableFuture<?> future, boolean throwsInterrupted)
            throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TrebuchetException cause) {
                throw cause;
            }
            throw new IllegalStateException("the call of " + target + " ended in an unforeseen way", e.getCause());
        } catch (InterruptedException e) {
            if (throwsInterrupted) {
                throw e;
            }
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(
                    "the thread was interrupted while it waited for the response to " + target
                            + "; the call may or may not be done",
                    e);
        }
    }

    private static boolean isOfObject(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Returns whether two methods are one, inherited from two interfaces, and not overloads of a name. */
    private static boolean isSame(Method one, Method other) {
        return one.getName().equals(other.getName())
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    private static String targetOf(Method method) {
        RemoteMethod annotation = method.getAnnotation(RemoteMethod.class);
        return annotation == null || annotation.value().isEmpty() ? method.getName() : annotation.value();
    }

    private CallOptions callOptionsOf(Method method) {
        RemoteMethod annotation = method.getAnnotation(RemoteMethod.class);
        if (annotation == null) {
            return actor.calls();
        }
        if (annotation.timeoutMillis() < 0) {
            throw new IllegalArgumentException(
                    "timeoutMillis must not be negative but was " + annotation.timeoutMillis() + " for " + method);
        }
        Duration timeout = annotation.timeoutMillis() == 0 ? null : Duration.ofMillis(annotation.timeoutMillis());
        return CallOptions.builder()
                .timeout(timeout)
                .idempotent(annotation.idempotent())
                .withoutConnection(annotation.withoutConnection())
                .build();
    }

    private static StreamOptions streamOptionsOf(Method method) {
        RemoteMethod annotation = method.getAnnotation(RemoteMethod.class);
        if (annotation == null) {
            return StreamOptions.DEFAULT;
        }
        StreamOptions.Builder options = StreamOptions.builder().deltas(annotation.deltas());
        try {
            if (!annotation.filter().isEmpty()) {
                options.filter(StreamFilter.parse(annotation.filter()));
            }
            if (annotation.everyUpdate() != 0) {
                options.everyUpdate(annotation.everyUpdate());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the options of " + method + " can't be used: " + e.getMessage(), e);
        }
        return options.build();
    }

    private JavaType contentOf(Method method) {
        if (method.getGenericReturnType() instanceof ParameterizedType type) {
            return readable(method, type.getActualTypeArguments()[0]);
        }
        throw new IllegalArgumentException(method + " must say what it gives: "
                + method.getReturnType().getSimpleName() + "<…>, not the raw type");
    }

    /** Returns a type with the variables that a super-interface leaves open resolved, and refuses one that no JSON can become. */
    private JavaType readable(Method method, Type type) {
        refuseOpen(method, type);
        JavaType resolved = actor.typeOf(actorInterface, method.getDeclaringClass(), type);
        String problem = actor.whyUnreadable(resolved);
        if (problem != null) {
            throw new IllegalArgumentException(
                    method + " gives a " + resolved.toCanonical() + ", which can't be read from JSON: " + problem);
        }
        return resolved;
    }

    private void refuseOpen(Method method, Type type) {
        switch (type) {
            case TypeVariable<?> open -> {
                JavaType declaring = actorInterface.findSuperType(method.getDeclaringClass());
                // An interface with type parameters of its own leaves them open, and so those that it passes on.
                boolean isBound = open.getGenericDeclaration() instanceof Class<?>
                        && declaring != null
                        && declaring.getBindings().findBoundType(open.getName()) != null
                        && actorInterface.getRawClass().getTypeParameters().length == 0;
                if (!isBound) {
                    throw new IllegalArgumentException(method + " must give a type that is known, but '" + open
                            + "' is open; extend the interface with the type that is meant");
                }
            }
            case ParameterizedType of -> {
                for (Type argument : of.getActualTypeArguments()) {
                    refuseOpen(method, argument);
                }
            }
            case GenericArrayType of -> refuseOpen(method, of.getGenericComponentType());
            case WildcardType of -> {
                for (Type bound : of.getUpperBounds()) {
                    refuseOpen(method, bound);
                }
            }
            default -> {
                // A class has nothing open.
            }
        }
    }
}
