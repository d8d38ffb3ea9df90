// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

/**
 * The part of {@link TodoListState} that a window's title needs.
 *
 * @param pendingCount the number of open todos
 */
record OpenCount(int pendingCount) {}
