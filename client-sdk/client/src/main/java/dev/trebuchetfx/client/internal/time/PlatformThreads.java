// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.time;

import java.util.concurrent.Executor;

/** Threads for the few long tasks that block most of their time: a virtual one would be woken by way of two others. */
public final class PlatformThreads {
    private PlatformThreads() {}

    /** Runs each task on a daemon thread of this name. */
    public static Executor named(String name) {
        return task -> Thread.ofPlatform().daemon().name(name).start(task);
    }
}
