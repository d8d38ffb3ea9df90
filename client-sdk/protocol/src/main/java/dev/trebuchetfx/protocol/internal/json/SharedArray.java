// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An immutable array whose changed copies share its unchanged items. The inherited methods that would change it throw. */
public final class SharedArray extends ArrayNode implements Memory {
    private transient @Nullable Object maker;
    private transient @Nullable Object made;

    private final transient PersistentList<JsonNode> items;

    /** Makes an array of these items. */
    public SharedArray(PersistentList<JsonNode> items) {
        super(JsonNodeFactory.instance, items);
        this.items = items;
    }

    /** Returns {@code array} itself if it is shared already, otherwise a copy with the same items. */
    public static SharedArray of(ArrayNode array) {
        if (array instanceof SharedArray shared) {
            return shared;
        }
        Collection<JsonNode> items = array.elements();
        return new SharedArray(PersistentList.of(items));
    }

    /** Returns the items. */
    public PersistentList<JsonNode> items() {
        return items;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Memory compares makers by identity.
    public @Nullable Object recall(Object by) {
        return maker == by ? made : null;
    }

    @Override
    public void remember(Object by, @Nullable Object value) {
        maker = by;
        made = value;
    }
}
