// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.time;

import java.util.concurrent.Executor;

/** Platform threads for the few long tasks that block most of their time: to wake a virtual one takes two others. */
public final class PlatformThreads {
    private PlatformThreads() {}

    /** Returns an executor that runs each task on a new daemon thread of this name. */
    public static Executor named(String name) {
        return task -> Thread.ofPlatform().daemon().name(name).start(task);
    }
}
