// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import java.net.URI;
import java.time.Instant;

/** Where a client's connection is in its life. */
public sealed interface ConnectionState {

    /** One lower-case word for the state, the same in every output. */
    String word();

    /** The first attempt to connect is under way, to this endpoint. */
    record Connecting(URI endpoint) implements ConnectionState {
        @Override
        public String word() {
            return "connecting";
        }
    }

    /** Messages flow, from and to this endpoint. */
    record Connected(URI endpoint) implements ConnectionState {
        @Override
        public String word() {
            return "connected";
        }
    }

    /**
     * The connection was lost or refused; another attempt is under way or waited for.
     *
     * @param attempt counts from 1 since the last connection that was of use
     * @param endpoint that is tried next, or is being tried
     * @param nextAttemptAt when it starts, or started
     * @param cause why there is no connection, in words
     */
    record Reconnecting(int attempt, URI endpoint, Instant nextAttemptAt, String cause) implements ConnectionState {
        @Override
        public String word() {
            return "reconnecting";
        }
    }

    /** No connection and no attempt planned: the attempts allowed are used up, or the server refused for good. */
    record Offline(String cause) implements ConnectionState {
        @Override
        public String word() {
            return "offline";
        }
    }

    /** The application closed the client. Final. */
    record Closed() implements ConnectionState {
        @Override
        public String word() {
            return "closed";
        }
    }
}
