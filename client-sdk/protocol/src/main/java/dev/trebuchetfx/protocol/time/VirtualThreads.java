// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.util.concurrent.Executor;

/** The factory of all virtual threads of the library. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** Returns an executor that runs each task on a new virtual thread of this name. */
    public static Executor named(String name) {
        return task -> Thread.ofVirtual().name(name).start(task);
    }
}
