// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.internal.time.Durations;
import java.time.Duration;

/**
 * A choice of the writes that wait until the disk has them. A killed process loses nothing by any of them; a loss of power may.
 */
public sealed interface FsyncPolicy {

    /** No write waits: after a loss of power the file may be an older one, or be found corrupt and set aside. */
    record Never() implements FsyncPolicy {}

    /** Each write waits. */
    record EachWrite() implements FsyncPolicy {}

    /**
     * The first write after an interval waits, and the one at close.
     *
     * @param interval the interval, positive
     */
    record AtMostEvery(Duration interval) implements FsyncPolicy {
        public AtMostEvery {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("interval must be positive but was " + Durations.inWords(interval));
            }
        }
    }
}
