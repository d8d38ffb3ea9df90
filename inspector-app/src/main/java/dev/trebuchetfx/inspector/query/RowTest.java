// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/** One part of a query, made ready. */
@FunctionalInterface
interface RowTest {
    boolean accepts(EventRow row);
}
