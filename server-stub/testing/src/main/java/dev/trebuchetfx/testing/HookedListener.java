// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;

/**
 * A listener that passes each call on and does something of its own after it, as a listener that fails or is slow.
 *
 * @param inner the listener that hears all
 * @param after what is done after each call, on the thread of the source
 */
record HookedListener(StateChangeSource.Listener inner, Runnable after) implements StateChangeSource.Listener {
    @Override
    public void connected() {
        inner.connected();
        after.run();
    }

    @Override
    public void changed(StateChange change) {
        inner.changed(change);
        after.run();
    }

    @Override
    public void disconnected(String why) {
        inner.disconnected(why);
        after.run();
    }

    @Override
    public void malformed(String what) {
        inner.malformed(what);
        after.run();
    }
}
