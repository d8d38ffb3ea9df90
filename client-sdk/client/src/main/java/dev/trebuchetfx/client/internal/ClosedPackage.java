// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** The package of an application's module that JSON can't reach, since the module does not open it. */
final class ClosedPackage {
    private static final int MOST_CAUSES = 20;

    private ClosedPackage() {}

    /**
     * Returns what to do about {@code failure}, to be put after its words; empty if no closed package caused it.
     *
     * @param about the class that is read or written as a whole
     */
    static String hint(Throwable failure, Class<?> about) {
        if (!isAboutAccess(failure)) {
            return "";
        }
        for (Class<?> named : classesIn(failure, about)) {
            Module module = named.getModule();
            String name = named.getPackageName();
            if (module.isNamed() && !isOfTheJdk(module) && !module.isOpen(name, JsonMapper.class.getModule())) {
                return ". The module " + module.getName() + " does not open the package of " + named.getSimpleName()
                        + ": add 'opens " + name + " to tools.jackson.databind;' to its module-info.java";
            }
        }
        return "";
    }

    private static boolean isAboutAccess(Throwable failure) {
        if (failure instanceof InvalidDefinitionException) {
            return true;
        }
        // Causes may go round in a circle; no failure of Jackson has more than a few.
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof IllegalAccessException || cause instanceof InaccessibleObjectException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Returns the classes that the failure may be about, the innermost first. */
    private static List<Class<?>> classesIn(Throwable failure, Class<?> about) {
        List<Class<?>> classes = new ArrayList<>();
        if (failure instanceof InvalidDefinitionException undefined && undefined.getType() != null) {
            classes.add(undefined.getType().getRawClass());
        }
        if (failure instanceof ValueInstantiationException unmade && unmade.getType() != null) {
            classes.add(unmade.getType().getRawClass());
        }
        if (failure instanceof JacksonException jackson) {
            for (JacksonException.Reference step : jackson.getPath().reversed()) {
                if (step.from() instanceof Class<?> named) {
                    classes.add(named);
                } else if (step.from() != null) {
                    classes.add(step.from().getClass());
                }
            }
        }
        classes.add(about);
        return classes;
    }

    private static boolean isOfTheJdk(Module module) {
        return module.getName().startsWith("java.") || module.getName().startsWith("jdk.");
    }
}
