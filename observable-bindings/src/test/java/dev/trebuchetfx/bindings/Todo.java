// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

/** An item of the lists in these tests. */
record Todo(int id, String title) {
    static Todo of(int id) {
        return new Todo(id, "todo " + id);
    }

    Todo renamed(String newTitle) {
        return new Todo(id, newTitle);
    }
}
