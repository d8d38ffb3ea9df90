// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.typed;

import dev.trebuchetfx.protocol.internal.json.Memory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * A deserializer that decodes as another one does, and takes the value that was made of the same part of a tree before, if there is
 * one.
 */
final class Remembering extends DelegatingDeserializer {
    Remembering(ValueDeserializer<?> delegate) {
        super(delegate);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
        return new Remembering(delegate);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        return remembered(parser, () -> super.deserialize(parser, context));
    }

    @Override
    public @Nullable Object deserializeWithType(
            JsonParser parser, DeserializationContext context, TypeDeserializer types) {
        return remembered(parser, () -> super.deserializeWithType(parser, context, types));
    }

    private @Nullable Object remembered(JsonParser parser, Decoding decoding) {
        if (!(parser instanceof SharedTreeParser tree) || !(tree.beginning() instanceof Memory memory)) {
            return decoding.decode();
        }
        Object known = memory.recall(this);
        if (known != null) {
            tree.skipChildren();
            return known;
        }
        Object made = decoding.decode();
        memory.remember(this, made);
        return made;
    }

    private interface Decoding {
        @Nullable
        Object decode();
    }
}
