// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

import java.net.URI;
import java.time.Instant;

/** A state of a client's connection. */
public sealed interface ConnectionState {

    /** Returns one lower-case word for the state, the same in every output. */
    String word();

    /** The first attempt to connect is under way, to this endpoint. */
    record Connecting(URI endpoint) implements ConnectionState {
        @Override
        public String word() {
            return "connecting";
        }
    }

    /** The connection to this endpoint is up, and messages flow. */
    record Connected(URI endpoint) implements ConnectionState {
        @Override
        public String word() {
            return "connected";
        }
    }

    /**
     * The connection was lost or refused; another attempt is under way or waited for.
     *
     * @param attempt the number of the attempt, from 1 since the last connection that was of use
     * @param endpoint the endpoint that is tried next, or is being tried
     * @param nextAttemptAt the time at which the attempt starts, or started
     * @param cause the reason why there is no connection, in words
     */
    record Reconnecting(int attempt, URI endpoint, Instant nextAttemptAt, String cause) implements ConnectionState {
        @Override
        public String word() {
            return "reconnecting";
        }
    }

    /**
     * There is no connection, and no attempt is planned: the attempts allowed are used up, or the server refused the client for good.
     *
     * @param cause the reason, in words
     */
    record Offline(String cause) implements ConnectionState {
        @Override
        public String word() {
            return "offline";
        }
    }

    /** The application closed the client. This state is final. */
    record Closed() implements ConnectionState {
        @Override
        public String word() {
            return "closed";
        }
    }
}
