// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/** A text is no query. */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient QueryError error;

    QueryException(QueryError error) {
        super(error.message());
        this.error = error;
    }

    public QueryError error() {
        return error;
    }
}
