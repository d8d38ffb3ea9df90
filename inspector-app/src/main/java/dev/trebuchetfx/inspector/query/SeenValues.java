// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.List;

/** What the events so far had in a field: what a completion proposes. */
public interface SeenValues {
    /** Nothing was seen. */
    SeenValues NONE = new SeenValues() {
        @Override
        public List<String> texts(QueryField field) {
            return List.of();
        }

        @Override
        public List<String> paths() {
            return List.of();
        }
    };

    /** Distinct texts of a field, the most useful first; bounded by whoever keeps them. */
    List<String> texts(QueryField field);

    /** Paths into the payloads seen, as {@link JsonPath} writes them. */
    List<String> paths();
}
