// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import dev.trebuchetfx.protocol.envelope.ActorId;

/** The error of a call that the server answered with an error. */
public final class RemoteInvocationException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    private final String remoteMessage;

    public RemoteInvocationException(ActorId actor, String targetIdentifier, String remoteMessage) {
        super("TFX-CALL-001", targetIdentifier + " on " + actor + " failed at the server: " + remoteMessage, null);
        this.remoteMessage = remoteMessage;
    }

    /** Returns the server's message alone, without the code and the name of the method. */
    public String remoteMessage() {
        return remoteMessage;
    }
}
