// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.actor.ActorContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs an actor's task again and again, in the actor's turn. Confined to those turns. */
final class Repeater {
    private final TimeSource time;
    private final Duration interval;
    private final Runnable task;
    private TimeSource.@Nullable Timer next;
    private boolean stopped;

    Repeater(TimeSource time, Duration interval, Runnable task) {
        this.time = time;
        this.interval = interval;
        this.task = task;
    }

    void start(ActorContext context) {
        if (!stopped) {
            next = time.schedule(
                    interval,
                    () -> context.execute(() -> {
                        if (!stopped) {
                            task.run();
                            start(context);
                        }
                    }));
        }
    }

    void stop() {
        stopped = true;
        TimeSource.Timer timer = next;
        if (timer != null) {
            timer.cancel();
        }
    }
}
