// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import dev.trebuchetfx.protocol.envelope.ActorId;

/** The server answered a call with an error. */
public final class RemoteInvocationException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    private final String remoteMessage;

    public RemoteInvocationException(ActorId actor, String targetIdentifier, String remoteMessage) {
        super("TFX-CALL-001", targetIdentifier + " on " + actor + " failed at the server: " + remoteMessage, null);
        this.remoteMessage = remoteMessage;
    }

    /** The server's words alone. */
    public String remoteMessage() {
        return remoteMessage;
    }
}
