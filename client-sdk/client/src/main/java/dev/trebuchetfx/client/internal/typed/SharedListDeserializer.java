// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.typed;

import dev.trebuchetfx.protocol.internal.json.Memory;
import dev.trebuchetfx.protocol.internal.json.SharedArray;
import java.util.Collection;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.NullValueProvider;
import tools.jackson.databind.deser.jdk.CollectionDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * A deserializer of lists that share with the list before what did not change, item by item and part by part of the tree beneath.
 *
 * <p>Such a list is unmodifiable, so it is made only where a type asks for no class of its own: for {@code List}, {@code Collection}
 * and the like. Other collections are made as without this class, of items that are shared.
 */
final class SharedListDeserializer extends CollectionDeserializer {
    private static final Set<Class<?>> INTERFACES =
            Set.of(List.class, Collection.class, Iterable.class, SequencedCollection.class);

    private final boolean shares;

    SharedListDeserializer(CollectionDeserializer plain, boolean shares) {
        super(plain);
        this.shares = shares;
    }

    @Override
    public CollectionDeserializer createContextual(DeserializationContext context, BeanProperty property) {
        JavaType asked = context.getContextualType();
        CollectionDeserializer plain = super.createContextual(context, property);
        return new SharedListDeserializer(plain, asked != null && INTERFACES.contains(asked.getRawClass()));
    }

    @Override
    protected CollectionDeserializer withResolved(
            ValueDeserializer<?> delegate,
            ValueDeserializer<?> values,
            TypeDeserializer valueTypes,
            NullValueProvider nulls,
            Boolean unwrapSingle) {
        return new SharedListDeserializer(
                super.withResolved(delegate, values, valueTypes, nulls, unwrapSingle), shares);
    }

    @Override
    public Collection<Object> deserialize(JsonParser parser, DeserializationContext context) {
        if (!shares
                || _skipNullValues
                || _delegateDeserializer != null
                || !(parser instanceof SharedTreeParser tree)
                || !(tree.beginning() instanceof SharedArray array)) {
            return super.deserialize(parser, context);
        }
        Collection<Object> list = known(array);
        if (list == null) {
            list = array.items().<Object>mapped(this, item -> item(item, tree, context));
            array.remember(this, list);
        }
        tree.skipChildren();
        return list;
    }

    @SuppressWarnings("unchecked") // This class alone remembers values under its own key.
    private @Nullable Collection<Object> known(SharedArray array) {
        return (Collection<Object>) array.recall(this);
    }

    @SuppressWarnings("NullAway") // A list may have nulls.
    private @Nullable Object item(JsonNode item, SharedTreeParser within, DeserializationContext context) {
        if (item instanceof Memory memory) {
            Object known = memory.recall(_valueDeserializer);
            if (known != null) {
                return known;
            }
        }
        SharedTreeParser parser = new SharedTreeParser(item, within.context());
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return _nullProvider.getNullValue(context);
        }
        return _valueTypeDeserializer == null
                ? _valueDeserializer.deserialize(parser, context)
                : _valueDeserializer.deserializeWithType(parser, context, _valueTypeDeserializer);
    }
}
