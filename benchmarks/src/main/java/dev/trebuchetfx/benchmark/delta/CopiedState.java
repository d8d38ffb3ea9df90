// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import java.util.List;

/** The same, but with the copy that a careful record makes of what it is given: each change costs all items then. */
record CopiedState(List<ListItem> todos, int pendingCount) {
    CopiedState {
        todos = List.copyOf(todos);
    }
}
