// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** JSON as a Swift peer writes it: ids in upper case, dates in whole seconds. */
public final class PeerJson {
    private PeerJson() {}

    /** Returns a mapper with these habits, which ignores keys that a type does not have. */
    public static JsonMapper mapper() {
        SimpleModule module = new SimpleModule("trebuchet");
        module.addSerializer(UUID.class, new UuidInUpperCase());
        module.addSerializer(Instant.class, new InstantInSeconds());
        // The mapper has buffers of its own, since all threads of a process meet at the pool that Jackson shares by
        // default.
        JsonFactory factory = JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .build();
        return JsonMapper.builder(factory)
                .addModule(module)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** Lets properties that a type does not have, and those that are missing and have to be there, be errors. */
    public static JsonMapper.Builder strict(JsonMapper.Builder builder) {
        return builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .annotationIntrospector(
                        AnnotationIntrospectorPair.create(new RequiredComponents(), builder.annotationIntrospector()));
    }

    private static final class UuidInUpperCase extends StdSerializer<UUID> {
        UuidInUpperCase() {
            super(UUID.class);
        }

        @Override
        public void serialize(UUID value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toString().toUpperCase(Locale.ROOT));
        }
    }

    /** A serializer of instants in whole seconds, since older Swift peers drop a message whose date has a fraction. */
    private static final class InstantInSeconds extends StdSerializer<Instant> {
        InstantInSeconds() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }
}
