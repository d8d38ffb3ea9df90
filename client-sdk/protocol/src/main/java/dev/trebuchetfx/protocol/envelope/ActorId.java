// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import org.jspecify.annotations.Nullable;

/**
 * Names an actor: the name under which a server exposes it, or the id that the server itself gave it.
 *
 * @param id the name or id, as the server knows it; compared exactly
 * @param host where the actor lives, if the server said so
 * @param port 0 to 65535, if the server said so
 */
public record ActorId(
        String id, @Nullable String host, @Nullable Integer port) {

    public ActorId {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("port must be 0 to 65535 but was " + port);
        }
    }

    /** An actor by name alone. */
    public static ActorId of(String id) {
        return new ActorId(id, null, null);
    }

    /** The protocol's text form: {@code id@host:port}, or {@code id} alone without a host. */
    @Override
    public String toString() {
        if (host == null) {
            return id;
        }
        return port == null ? id + "@" + host : id + "@" + host + ":" + port;
    }
}
