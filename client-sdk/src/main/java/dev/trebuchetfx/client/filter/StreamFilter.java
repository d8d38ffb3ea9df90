// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.filter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes which updates of a stream are wanted, as it travels.
 *
 * @param name of a predefined or custom filter
 * @param parameters strings by name; null is absent on the wire and differs from an empty map there, not in meaning
 */
public record StreamFilter(
        Type type, @Nullable String name, @Nullable Map<String, String> parameters) {

    /** Every update. */
    public static final StreamFilter ALL = new StreamFilter(Type.ALL, null, null);

    public StreamFilter {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    /** A filter that servers know by name. */
    public static StreamFilter predefined(String name, Map<String, String> parameters) {
        return new StreamFilter(Type.PREDEFINED, name, parameters);
    }

    /** The parameters, empty where absent. */
    public Map<String, String> parametersOrEmpty() {
        return parameters == null ? Map.of() : parameters;
    }

    /** Kinds of filter. */
    public enum Type {
        ALL("all"),
        PREDEFINED("predefined"),
        /** Can't travel: a server lets everything pass. */
        CUSTOM("custom");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** The word on the wire. */
        public String wireName() {
            return wireName;
        }
    }
}
