// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proxy by which an actor looks like a Java interface, whose methods {@link ProxyMethods} has checked. Immutable. */
final class ActorProxy implements InvocationHandler {
    private static final Object[] NONE = {};

    private final String text;
    private final Map<Method, ProxyMethods.Body> bodies;

    private ActorProxy(String text, Map<Method, ProxyMethods.Body> bodies) {
        this.text = text;
        this.bodies = bodies;
    }

    static <A> A create(EngineActorRef actor, Class<A> actorInterface) {
        if (!actorInterface.isInterface()) {
            throw new IllegalArgumentException("expected an interface but was " + actorInterface.getName());
        }
        return actorInterface.cast(Proxy.newProxyInstance(
                actorInterface.getClassLoader(),
                new Class<?>[] {actorInterface},
                new ActorProxy(
                        actorInterface.getSimpleName() + " at " + actor.id(),
                        new ProxyMethods(actor, actorInterface).bodies())));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? NONE : arguments;
        ProxyMethods.Body body = bodies.get(method);
        if (body != null) {
            return body.invoke(proxy, given);
        }
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> text;
        };
    }
}
