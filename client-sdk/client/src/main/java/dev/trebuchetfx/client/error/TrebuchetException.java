// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** An error that this library throws, or completes a future with. Each kind has a stable code, with which the message begins. */
public abstract sealed class TrebuchetException extends RuntimeException
        permits RemoteInvocationException,
                CallTimeoutException,
                OutcomeUnknownException,
                NotConnectedException,
                ConnectionRefusedException,
                ClientClosedException,
                PayloadException,
                MessageTooLargeException,
                StreamFailedException,
                SlowSubscriberException,
                UpdatesMissingException {
    private static final long serialVersionUID = 1L;

    private final String code;

    TrebuchetException(String code, String message, @Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
    }

    /** Returns a code that stays the same from version to version, such as {@code TFX-CALL-001}. */
    public String code() {
        return code;
    }
}
