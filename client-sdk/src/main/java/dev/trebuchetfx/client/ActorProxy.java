// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Makes an actor look like a Java interface. */
final class ActorProxy implements InvocationHandler {
    private static final Object[] NONE = {};

    private final EngineActorRef actor;
    private final Class<?> actorInterface;

    private ActorProxy(EngineActorRef actor, Class<?> actorInterface) {
        this.actor = actor;
        this.actorInterface = actorInterface;
    }

    static <A> A create(EngineActorRef actor, Class<A> actorInterface) {
        if (!actorInterface.isInterface()) {
            throw new IllegalArgumentException("expected an interface but was " + actorInterface.getName());
        }
        for (Method method : actorInterface.getMethods()) {
            boolean streams = ActorStream.class.isAssignableFrom(method.getReturnType());
            if (!method.isDefault() && streams != targetOf(method).startsWith("observe")) {
                throw new IllegalArgumentException(
                        "a method streams exactly when its target begins with 'observe', but "
                                + method + " has the target '" + targetOf(method) + "' and returns "
                                + method.getReturnType().getSimpleName());
            }
        }
        return actorInterface.cast(Proxy.newProxyInstance(
                actorInterface.getClassLoader(),
                new Class<?>[] {actorInterface},
                new ActorProxy(actor, actorInterface)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? NONE : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == given[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> actorInterface.getSimpleName() + " at " + actor.id();
            };
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, given);
        }
        String target = targetOf(method);
        Class<?> returned = method.getReturnType();
        if (returned == ActorStream.class) {
            return actor.observeTyped(target, argumentOf(method), streamOptionsOf(method), given);
        }
        if (returned == CompletableFuture.class) {
            return actor.callTyped(target, argumentOf(method), optionsOf(method), given);
        }
        return await(actor.callTyped(target, method.getGenericReturnType(), optionsOf(method), given));
    }

    private static @Nullable Object await(CompletableFuture<?> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TrebuchetException cause) {
                throw cause;
            }
            throw new IllegalStateException("a call ended in an unforeseen way", e);
        }
    }

    private static String targetOf(Method method) {
        RemoteMethod annotation = method.getAnnotation(RemoteMethod.class);
        return annotation == null || annotation.value().isEmpty() ? method.getName() : annotation.value();
    }

    private static CallOptions optionsOf(Method method) {
        RemoteMethod annotation = method.getAnnotation(RemoteMethod.class);
        if (annotation == null) {
            return CallOptions.DEFAULT;
        }
        Duration timeout = annotation.timeoutMillis() == 0 ? null : Duration.ofMillis(annotation.timeoutMillis());
        return new CallOptions(timeout, annotation.idempotent(), annotation.withoutConnection());
    }

    private static StreamOptions streamOptionsOf(Method method) {
        RemoteMethod annotation = method.getAnnotation(RemoteMethod.class);
        return annotation == null ? StreamOptions.DEFAULT : StreamOptions.DEFAULT.withDeltas(annotation.deltas());
    }

    private static Type argumentOf(Method method) {
        if (method.getGenericReturnType() instanceof ParameterizedType type) {
            return type.getActualTypeArguments()[0];
        }
        throw new IllegalArgumentException(method + " must say what it gives: "
                + method.getReturnType().getSimpleName() + "<…>, not the raw type");
    }
}
