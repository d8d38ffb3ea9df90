// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.server.StubServerBuilder;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** The methods of a test class with {@link TrebuchetSetup}, and the objects on which they are called. Immutable. */
record Setups(List<Bound> methods) {
    /** A method with the instance to call it on; null for a static method. */
    record Bound(Method method, @Nullable Object target) {}

    /**
     * Returns the setup methods of the context's test class and of those that enclose it, the outermost first.
     *
     * @throws ExtensionConfigurationException if one can't be called
     */
    static Setups of(ExtensionContext context) {
        List<Class<?>> outermostFirst = new ArrayList<>();
        for (Class<?> next = context.getRequiredTestClass(); next != null; next = next.getEnclosingClass()) {
            outermostFirst.addFirst(next);
        }
        List<Bound> found = new ArrayList<>();
        for (Class<?> each : outermostFirst) {
            annotated(each).forEach(method -> found.add(bind(method, context.getTestInstances(), each)));
        }
        return new Setups(List.copyOf(found));
    }

    /**
     * Checks that classes within {@code owner} have no setup methods, since they share its server, which may run already.
     *
     * @param within the innermost class, or {@code owner} itself
     * @throws ExtensionConfigurationException if one has
     */
    static void refuseBelow(Class<?> owner, Class<?> within) {
        for (Class<?> next = within; next != null && next != owner; next = next.getEnclosingClass()) {
            for (Method method : annotated(next)) {
                throw new ExtensionConfigurationException(next.getSimpleName() + " shares the server of "
                        + owner.getSimpleName() + ", so it can't set it up; move the method to " + owner.getSimpleName()
                        + ", or give " + next.getSimpleName() + " a @TrebuchetTest of its own: "
                        + method.toGenericString());
            }
        }
    }

    void apply(StubServerBuilder builder) {
        call(StubServerBuilder.class, builder);
    }

    void apply(TrebuchetClient.Builder builder) {
        call(TrebuchetClient.Builder.class, builder);
    }

    private void call(Class<?> wanted, Object builder) {
        for (Bound setup : methods) {
            if (setup.method().getParameterTypes()[0] == wanted) {
                ReflectionSupport.invokeMethod(setup.method(), setup.target(), builder);
            }
        }
    }

    private static List<Method> annotated(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, TrebuchetSetup.class, HierarchyTraversalMode.TOP_DOWN);
    }

    private static Bound bind(Method method, Optional<TestInstances> instances, Class<?> declaring) {
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length != 1
                || (parameters[0] != StubServerBuilder.class && parameters[0] != TrebuchetClient.Builder.class)) {
            throw new ExtensionConfigurationException("a method with @TrebuchetSetup must have one parameter, a"
                    + " StubServerBuilder or a TrebuchetClient.Builder, but found " + method.toGenericString());
        }
        if (ModifierSupport.isStatic(method)) {
            return new Bound(method, null);
        }
        Object target = instances.flatMap(all -> all.findInstance(declaring)).orElse(null);
        if (target == null) {
            throw new ExtensionConfigurationException("the server starts before there is an instance of "
                    + declaring.getSimpleName() + "; make the setup method static: " + method.toGenericString());
        }
        return new Bound(method, target);
    }
}
