// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubFaults;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstantiationAwareExtension;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * An extension that gives tests with {@link TrebuchetTest} their parameters. JUnit keeps each {@link World} in the context of its test or class, and closes
 * it with that context. Holds no state. Tests use the annotation, which registers it; there is no other way to make one.
 */
public final class TrebuchetExtension implements ParameterResolver, TestInstantiationAwareExtension {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TrebuchetExtension.class);

    private static final Map<Class<?>, Function<World, Object>> PARAMETERS = Map.of(
            StubServer.class, World::server,
            StubFaults.class, world -> world.server().faults(),
            TrebuchetClient.class, World::client,
            Clients.class, Clients::new,
            ManualTime.class, TrebuchetExtension::clock,
            URI.class, TrebuchetExtension::uri);

    /** For JUnit, which needs no right to call it. */
    private TrebuchetExtension() {}

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        // So that a constructor's parameters belong to the test for which the instance is made.
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Function<World, Object> value = PARAMETERS.get(parameter.getParameter().getType());
        return value == null ? null : value.apply(world(context));
    }

    private static World world(ExtensionContext context) {
        ExtensionContext annotated = annotated(context);
        TrebuchetTest options = annotation(annotated).orElseThrow();
        ExtensionContext owner = options.perClass() ? ofItsClass(annotated) : context;
        if (options.perClass()) {
            Setups.refuseBelow(owner.getRequiredTestClass(), context.getRequiredTestClass());
        } else if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "each test has a server of its own, so a method or a constructor that"
                            + " runs for a whole class has none; use @TrebuchetTest(perClass = true) for "
                            + context.getRequiredTestClass().getName());
        }
        // A context finds the worlds of those around it too, and an annotation on a method may ask for another kind of
        // world.
        Object key = List.of(owner.getUniqueId(), options.virtualTime());
        return owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent(key, absent -> start(options.virtualTime(), Setups.of(owner)), World.class);
    }

    private static World start(boolean virtualTime, Setups setups) {
        try {
            return virtualTime ? new VirtualWorld(setups) : new SocketWorld(setups);
        } catch (IOException e) {
            throw new ParameterResolutionException("the server of the test can't start: " + e.getMessage(), e);
        }
    }

    /** Returns the context of what has the nearest annotation: the test method, its class or a class around it. */
    private static ExtensionContext annotated(ExtensionContext context) {
        Optional<ExtensionContext> next = Optional.of(context);
        while (next.isPresent()) {
            if (annotation(next.get()).isPresent()) {
                return next.get();
            }
            next = next.get().getParent();
        }
        throw new ParameterResolutionException("expected @TrebuchetTest on the test or its class, but found none at "
                + context.getUniqueId() + "; do not use TrebuchetExtension without it");
    }

    private static Optional<TrebuchetTest> annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), TrebuchetTest.class);
    }

    /** Returns the outermost context of the context's test class: that of all invocations, where a class has several. */
    private static ExtensionContext ofItsClass(ExtensionContext context) {
        ExtensionContext owner = context;
        ExtensionContext next = context;
        while (next.getTestClass().equals(context.getTestClass())) {
            owner = next;
            next = next.getParent().orElseThrow();
        }
        return owner;
    }

    private static ManualTime clock(World world) {
        ManualTime time = world.clock();
        if (time == null) {
            throw new ParameterResolutionException(
                    "expected a test on virtual time for a parameter ManualTime, but this one"
                            + " runs over a socket, on the system's time; use @TrebuchetTest(virtualTime = true)");
        }
        return time;
    }

    private static URI uri(World world) {
        URI uri = world.uri();
        if (uri == null) {
            throw new ParameterResolutionException(
                    "expected a test over a socket for a parameter URI, but this one runs on"
                            + " virtual time, and its server has no address; use TrebuchetClient or Clients");
        }
        return uri;
    }
}
