// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An immutable object whose changed copies share the nodes of its unchanged properties. The inherited methods that would change it throw.
 */
public final class SharedObject extends ObjectNode implements Memory {
    private transient @Nullable Object maker;
    private transient @Nullable Object made;

    private SharedObject(Map<String, JsonNode> properties) {
        super(JsonNodeFactory.instance, properties);
    }

    /** Returns an object with these properties. The caller must not change the map once others can see the object. */
    public static SharedObject owning(Map<String, JsonNode> properties) {
        return new SharedObject(Collections.unmodifiableMap(properties));
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
