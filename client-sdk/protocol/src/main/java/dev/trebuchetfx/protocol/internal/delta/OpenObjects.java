// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.internal.json.SharedObject;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects that one patch has copied already and that nobody else can see yet. They are changed in place, so that many changes of one
 * large object copy it once. Used by one thread, and given up when the patch is done.
 */
final class OpenObjects {
    private final IdentityHashMap<JsonNode, Map<String, JsonNode>> open = new IdentityHashMap<>();

    /**
     * Sets or removes a property.
     *
     * @param value the new value, which is added at the end if the property is new; null to remove the property
     * @return the changed object: {@code object} itself if it is open, otherwise an open copy
     */
    ObjectNode changed(ObjectNode object, String name, @Nullable JsonNode value) {
        Map<String, JsonNode> properties = open.get(object);
        ObjectNode changed = object;
        if (properties == null) {
            properties = LinkedHashMap.newLinkedHashMap(object.size() + 1);
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                properties.put(property.getKey(), property.getValue());
            }
            changed = SharedObject.owning(properties);
            open.put(changed, properties);
        }
        if (value == null) {
            properties.remove(name);
        } else {
            properties.put(name, value);
        }
        return changed;
    }

    /** Closes an object, since it is seen at a second place from now on and must not change there. */
    void close(JsonNode object) {
        open.remove(object);
    }
}
