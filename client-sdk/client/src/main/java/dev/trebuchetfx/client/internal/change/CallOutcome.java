// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;

/** The meaning of the error of a call for the change that it belongs to. */
enum CallOutcome {
    /** The call was not sent. */
    NOT_SENT,
    /** The server has not done the call, and may do it later. */
    LATER,
    /** The call may have been done. */
    UNKNOWN,
    /** The call is done, but its result can't be had. */
    DONE,
    /** The client is closed. */
    CLOSED,
    /** The call was refused, and is not done. */
    REFUSED;

    static CallOutcome of(Throwable error) {
        return switch (error) {
            case NotConnectedException e -> NOT_SENT;
            case OutcomeUnknownException e -> UNKNOWN;
            case CallTimeoutException e -> UNKNOWN;
            case ClientClosedException e -> CLOSED;
            case RemoteInvocationException e -> ofMessage(e.remoteMessage());
            default -> REFUSED;
        };
    }

    private static CallOutcome ofMessage(String message) {
        if (message.equals(ResponseEnvelope.DRAINING) || message.startsWith(ResponseEnvelope.BUSY)) {
            return LATER;
        }
        if (message.startsWith(ResponseEnvelope.OUTCOME_UNKNOWN)) {
            return UNKNOWN;
        }
        return message.startsWith(ResponseEnvelope.DONE_WITHOUT_RESULT) ? DONE : REFUSED;
    }
}
