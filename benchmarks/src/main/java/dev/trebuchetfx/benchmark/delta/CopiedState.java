// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import java.util.List;

/** A state like {@link ListState} that copies the list that it is given, as a careful record does. Each change then costs all items. */
record CopiedState(List<ListItem> todos, int pendingCount) {
    CopiedState {
        todos = List.copyOf(todos);
    }
}
