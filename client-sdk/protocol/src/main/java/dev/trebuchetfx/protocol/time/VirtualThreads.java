// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.util.concurrent.Executor;

/** The one place where virtual threads are made. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** Runs each task on a virtual thread of this name. */
    public static Executor named(String name) {
        return task -> Thread.ofVirtual().name(name).start(task);
    }
}
