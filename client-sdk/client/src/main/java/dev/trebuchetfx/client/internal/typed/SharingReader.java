// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.typed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.CollectionDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * A reader of trees of one type. A part that two trees share is decoded once and is the same object in both values: Jackson decodes as
 * always, and each of its decoders for objects, lists and maps remembers in the tree the value that it has made of a part.
 *
 * <p>So annotations, renamed properties, sealed types and decoders of the application's own work as they do on text. Types whose
 * objects know each other by identity or point back at their parents are decoded anew each time.
 *
 * <p>Used by one thread at a time for all trees that share parts.
 */
public final class SharingReader {
    private final Modifier modifier = new Modifier();
    private final JavaType type;
    private final ObjectReader sharing;
    private final ObjectReader plain;
    private final ObjectReadContext context;

    /**
     * Creates a reader of {@code type}.
     *
     * @param mapper the mapper that knows the application's types
     */
    public SharingReader(JsonMapper mapper, JavaType type) {
        SimpleModule module = new SimpleModule("trebuchet-sharing");
        module.setDeserializerModifier(modifier);
        JsonMapper remembering = mapper.rebuild().addModule(module).build();
        this.type = type;
        this.sharing = remembering.readerFor(type);
        this.plain = mapper.readerFor(type);
        this.context =
                remembering.treeAsTokens(JsonNodeFactory.instance.nullNode()).objectReadContext();
    }

    /**
     * Returns the value of a tree.
     *
     * @return the value, or null for JSON's null
     * @throws tools.jackson.core.JacksonException if the tree can't be read as the type
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // The type is the reader's, which can't be tied to T.
    public <T> @Nullable T read(JsonNode tree) {
        T value = sharing.readValue(new SharedTreeParser(tree, context));
        // This is known only once all decoders have been made.
        return modifier.needsIdentity ? plain.readValue(new SharedTreeParser(tree, context)) : value;
    }

    @Override
    public String toString() {
        return "reader of " + type.toCanonical();
    }

    /** A modifier that puts the memory between Jackson and its decoders. */
    private static final class Modifier extends ValueDeserializerModifier {
        private volatile boolean needsIdentity;

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier bean, ValueDeserializer<?> made) {
            BeanDescription description = bean.get();
            List<?> backReferences = description.findBackReferences();
            if (description.getObjectIdInfo() != null || (backReferences != null && !backReferences.isEmpty())) {
                needsIdentity = true;
            }
            return new Remembering(made);
        }

        @Override
        public ValueDeserializer<?> modifyCollectionDeserializer(
                DeserializationConfig config,
                CollectionType collection,
                BeanDescription.Supplier bean,
                ValueDeserializer<?> made) {
            return made.getClass() == CollectionDeserializer.class
                    ? new SharedListDeserializer((CollectionDeserializer) made, false)
                    : made;
        }

        @Override
        public ValueDeserializer<?> modifyMapDeserializer(
                DeserializationConfig config, MapType map, BeanDescription.Supplier bean, ValueDeserializer<?> made) {
            return new Remembering(made);
        }
    }
}
