// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a subscriber that fell further behind its stream than its queue holds. */
public final class SlowSubscriberException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public SlowSubscriberException(String message, @Nullable Throwable cause) {
        super("TFX-STREAM-002", message, cause);
    }

    public SlowSubscriberException(String message) {
        this(message, null);
    }
}
