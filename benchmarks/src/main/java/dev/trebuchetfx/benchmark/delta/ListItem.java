// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

/** An item of a {@link ListState}, about 150 bytes of JSON. Immutable. */
record ListItem(String id, String title, boolean isCompleted, String createdAt, int priority) {

    ListItem renamed(String newTitle) {
        return new ListItem(id, newTitle, isCompleted, createdAt, priority);
    }
}
