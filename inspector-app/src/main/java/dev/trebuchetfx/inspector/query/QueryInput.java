// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import org.jspecify.annotations.Nullable;

/**
 * What is in a filter bar: the text as it is typed, and the last query that it was. While the text is no query, the last one goes
 * on being applied. Immutable.
 *
 * @param text as it stands
 * @param query the last that was one
 * @param error why the text is none; null where it is one
 */
public record QueryInput(
        String text, Expression query, @Nullable QueryError error) {
    /** Nothing typed: everything matches. */
    public static final QueryInput EMPTY = new QueryInput("", Expression.EVERYTHING, null);

    /** The same bar with another text. */
    public QueryInput typed(String newText) {
        try {
            return new QueryInput(newText, QueryParser.parse(newText), null);
        } catch (QueryException e) {
            return new QueryInput(newText, query, e.error());
        }
    }

    /** The same bar with what is at fault searched for as it stands; unchanged where nothing is. */
    public QueryInput literal() {
        return error == null ? this : typed(error.asLiteral());
    }

    public boolean isValid() {
        return error == null;
    }
}
