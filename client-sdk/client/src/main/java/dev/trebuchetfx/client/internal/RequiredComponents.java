// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Requires each component of a record, and each parameter of a creator, that is neither optional nor annotated as {@code Nullable}, by whatever library. */
final class RequiredComponents extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        if (member instanceof AnnotatedParameter parameter && parameter.getMember() instanceof Executable creator) {
            return mayBeAbsent(creator, parameter.getIndex()) ? null : Boolean.TRUE;
        }
        return null;
    }

    private static boolean mayBeAbsent(Executable creator, int index) {
        if (creator.getParameterTypes()[index] == Optional.class
                || Arrays.stream(creator.getParameterAnnotations()[index]).anyMatch(RequiredComponents::isNullable)) {
            return true;
        }
        // Not all of them are known to reflection, as of an inner class; then nothing is required.
        AnnotatedType[] types = creator.getAnnotatedParameterTypes();
        return index >= types.length
                || Arrays.stream(types[index].getAnnotations()).anyMatch(RequiredComponents::isNullable);
    }

    private static boolean isNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }
}
