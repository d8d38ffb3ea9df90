// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices that nobody refers to a handle any more, when it is asked to look. It has no thread of its own, as a cleaner would.
 *
 * <p>Safe for use by any thread.
 */
final class UnreferencedHandles {
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    // A reference that is not reachable itself is never enqueued.
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

    /** Runs {@code onGone}, which must not refer to {@code handle}, in a {@link #sweep} after nobody refers to that any more. */
    void watch(Object handle, Runnable onGone) {
        watched.add(new Watch(handle, gone, onGone));
    }

    /** Looks for handles that are gone. */
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
