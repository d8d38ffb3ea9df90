// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

/**
 * As much of {@link TodoListState} as a window's title needs.
 *
 * @param pendingCount how many todos are open
 */
record OpenCount(int pendingCount) {}
