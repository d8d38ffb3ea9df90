// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A watch over handles that finds out when nobody refers to one any more. It looks when it is asked to; it has no thread of its own, as
 * a cleaner would.
 *
 * <p>Safe for use by any thread.
 */
final class UnreferencedHandles {
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    // A reference is enqueued only while it is reachable itself.
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

    /**
     * Watches a handle: the first {@link #sweep} after nobody refers to {@code handle} any more runs {@code onGone}, which must not
     * refer to it.
     */
    void watch(Object handle, Runnable onGone) {
        watched.add(new Watch(handle, gone, onGone));
    }

    /** Looks for handles that are gone, and runs their actions. */
    void sweep() {
        while (gone.poll() instanceof Watch watch) {
            watched.remove(watch);
            watch.onGone.run();
        }
    }

    private static final class Watch extends PhantomReference<Object> {
        private final Runnable onGone;

        Watch(Object handle, ReferenceQueue<Object> queue, Runnable onGone) {
            super(handle, queue);
            this.onGone = onGone;
        }
    }
}
