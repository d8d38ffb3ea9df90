// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.internal.time.Durations;
import java.time.Duration;

/**
 * When a write waits until the disk has it. A killed process loses nothing by any of them; a loss of power may.
 */
public sealed interface FsyncPolicy {

    /** Never: after a loss of power the file may be an older one, or be found corrupt and set aside. */
    record Never() implements FsyncPolicy {}

    /** With each write. */
    record EachWrite() implements FsyncPolicy {}

    /**
     * With the first write after this long, and at close.
     *
     * @param interval positive
     */
    record AtMostEvery(Duration interval) implements FsyncPolicy {
        public AtMostEvery {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("interval must be positive but was " + Durations.inWords(interval));
            }
        }
    }
}
