// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An array that does not change; a changed copy shares what is the same. The methods of its class that change it throw. */
public final class SharedArray extends ArrayNode implements Memory {
    private transient @Nullable Object maker;
    private transient @Nullable Object made;

    private final transient PersistentList<JsonNode> items;

    /** An array of these items. */
    public SharedArray(PersistentList<JsonNode> items) {
        super(JsonNodeFactory.instance, items);
        this.items = items;
    }

    /** {@code array} itself where it is one already; else a copy of this level alone. */
    public static SharedArray of(ArrayNode array) {
        if (array instanceof SharedArray shared) {
            return shared;
        }
        Collection<JsonNode> items = array.elements();
        return new SharedArray(PersistentList.of(items));
    }

    /** The items. */
    public PersistentList<JsonNode> items() {
        return items;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // By identity, as promised.
    public @Nullable Object recall(Object by) {
        return maker == by ? made : null;
    }

    @Override
    public void remember(Object by, @Nullable Object value) {
        maker = by;
        made = value;
    }
}
