// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import org.jspecify.annotations.Nullable;

/**
 * The identity of an actor: the name under which a server exposes it, or the real id that the server gave it.
 *
 * @param id the exposed name or the real id; compared character by character
 * @param host the host of the actor's server; null if unknown
 * @param port the port of the actor's server, 0 to 65535; null if unknown
 */
public record ActorId(
        String id, @Nullable String host, @Nullable Integer port) {

    /**
     * Makes an actor's identity.
     *
     * @throws IllegalArgumentException if the port is outside 0 to 65535
     */
    public ActorId {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("port must be 0 to 65535 but was " + port);
        }
    }

    /** Returns the identity with this name or id, without host and port. */
    public static ActorId of(String id) {
        return new ActorId(id, null, null);
    }

    /** Returns the protocol's text form: {@code id@host:port}, {@code id@host} without a port, or {@code id} without a host. */
    @Override
    public String toString() {
        if (host == null) {
            return id;
        }
        return port == null ? id + "@" + host : id + "@" + host + ":" + port;
    }
}
