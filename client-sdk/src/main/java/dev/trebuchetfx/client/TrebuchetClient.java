// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.client.wire.ActorId;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection to a Trebuchet server that keeps itself alive.
 *
 * <p>It connects at once and in the background, and again whenever the connection is lost, until {@link #close()}. Safe for
 * use by any thread.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class TrebuchetClient implements AutoCloseable {

    private TrebuchetClient() {}

    /** A client of the server at {@code endpoint}, {@code ws:} or {@code wss:}, with every default. */
    public static TrebuchetClient connect(String endpoint) {
        return builder(URI.create(endpoint)).build();
    }

    /** Settings for a client of the server at {@code endpoint}, {@code ws:} or {@code wss:}. */
    public static Builder builder(URI endpoint) {
        return new Builder(endpoint);
    }

    /** An actor by the name under which the server exposes it. */
    public ActorRef actor(String name) {
        return actor(ActorId.of(name));
    }

    /** An actor by its whole id. */
    public ActorRef actor(ActorId id) {
        throw new UnsupportedOperationException();
    }

    /** Where the connection is now. */
    public ConnectionState connectionState() {
        throw new UnsupportedOperationException();
    }

    /** Hears the current state and then each change, in order, one at a time, on the client's executor. */
    public Registration onConnectionState(Consumer<ConnectionState> listener) {
        throw new UnsupportedOperationException();
    }

    /** Tries to connect now, if there is no connection: ends a backoff wait, or being offline. */
    public void reconnectNow() {
        throw new UnsupportedOperationException();
    }

    /** Where to watch everything that this client does. */
    public TapHub taps() {
        throw new UnsupportedOperationException();
    }

    /** What turns arguments, results and states into JSON and back. */
    public JsonMapper mapper() {
        throw new UnsupportedOperationException();
    }

    /** Closes the connection, completes what is pending with an error, and ends the client's threads. Returns at once. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Settings for a client; each has a sensible default. Not safe for use by several threads. */
    public static final class Builder {
        private final URI endpoint;

        private Builder(URI endpoint) {
            this.endpoint = endpoint;
        }

        /** A name for threads and logs; the default is the endpoint's host. */
        public Builder name(String name) {
            return this;
        }

        /** A header of the upgrade request. */
        public Builder header(String name, String value) {
            return this;
        }

        /** Asked before each attempt to connect, off any lock; sent as {@code Authorization: Bearer …} unless null. */
        public Builder token(Supplier<@Nullable String> supplier) {
            return this;
        }

        /** From the first byte to the end of the upgrade; default 10 s. */
        public Builder connectTimeout(Duration timeout) {
            return this;
        }

        /** For calls whose options give none; default 30 s. */
        public Builder callTimeout(Duration timeout) {
            return this;
        }

        /** How long to wait for the answer to a resume before a stream is invoked afresh; default 5 s. */
        public Builder resumeTimeout(Duration timeout) {
            return this;
        }

        /** How long to wait before each attempt to connect again. */
        public Builder backoff(BackoffPolicy policy) {
            return this;
        }

        /** Wall-clock time, for events; timers use the system's monotonic clock. */
        public Builder clock(InstantSource clock) {
            return this;
        }

        /** Where listeners are called and futures completed; default: virtual threads. Not shut down by the client. */
        public Builder executor(Executor executor) {
            return this;
        }

        /** A tap that sees everything from the beginning. */
        public Builder tap(Tap tap) {
            return this;
        }

        /** For arguments, results and states; the default writes dates and ids as a Swift peer does. */
        public Builder mapper(JsonMapper mapper) {
            return this;
        }

        /** For {@code wss:}; the default trusts what the platform trusts. Host names are verified in any case. */
        public Builder sslContext(SSLContext context) {
            return this;
        }

        /** Starts the client. */
        public TrebuchetClient build() {
            return new TrebuchetClient();
        }
    }
}
