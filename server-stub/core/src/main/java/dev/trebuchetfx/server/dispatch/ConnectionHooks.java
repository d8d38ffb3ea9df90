// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two places at which a connection can be disturbed: when it is asked for, and when it writes. Safe for use by any thread. */
public interface ConnectionHooks {
    /**
     * Returns the refusal for a client that may not connect now; empty for one that may.
     *
     * @param client the name that the client gives itself; null where it gives none
     */
    Optional<Refused> refusal(@Nullable String client);

    /** Returns the line on which a new connection writes. */
    OutgoingLine line(TransportConnection transport);
}
