// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** News that came together: of each actor the last one alone, since it says enough. Confined to one thread. */
final class ChangeBatch {
    /** The number of actors after which it is cheaper to say that anything may have changed. */
    static final int MAX_ACTORS = 10_000;

    private final Map<String, StateChange> changes = new LinkedHashMap<>();
    private final List<String> malformed = new ArrayList<>();
    private boolean anything;

    void add(StateChange change) {
        if (anything) {
            return;
        }
        changes.put(change.actor(), change);
        if (changes.size() > MAX_ACTORS) {
            addAnything();
        }
    }

    /** Adds that anything may have changed. */
    void addAnything() {
        anything = true;
        changes.clear();
    }

    void addMalformed(String what) {
        malformed.add(what);
    }

    /** Returns whether there is no news of a change. */
    boolean isEmpty() {
        return changes.isEmpty() && !anything;
    }

    /** Tells the news, after which this batch is empty. */
    void tell(StateChangeSource.Listener listener) {
        malformed.forEach(listener::malformed);
        changes.values().forEach(listener::changed);
        if (anything) {
            listener.connected();
        }
        malformed.clear();
        changes.clear();
        anything = false;
    }
}
