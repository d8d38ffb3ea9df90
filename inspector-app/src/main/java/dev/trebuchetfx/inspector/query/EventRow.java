// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event, as a query sees it. A log in columns gives one object that is moved from row to row: nothing is kept of it between
 * two questions.
 */
public interface EventRow {

    /** Whether the event has a value for a field that is no text. */
    boolean has(QueryField field);

    /** The value of a field that is no text, in the unit of its kind; asked only where it {@link #has} one. */
    long number(QueryField field);

    /** The value of a text field; null for none. */
    @Nullable
    String text(QueryField field);

    /**
     * A small number that stands for {@link #text} of a field and of no other text of it, for as long as the log lives; -1 where
     * there is none. With it a text is compared once, not once a row.
     */
    default int code(QueryField field) {
        return -1;
    }

    boolean is(QueryFlag flag);

    /** The decoded payload as JSON; null where there is none, or it is no JSON. */
    @Nullable
    JsonNode json();

    /** Whether the decoded payload contains {@code needle}. */
    default boolean payloadContains(Needle needle) {
        String payload = text(QueryField.PAYLOAD);
        return payload != null && needle.isIn(payload);
    }
}
