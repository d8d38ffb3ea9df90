// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.net.URI;

/** Sessions without a line, for tests that look at what is to be sent before it is. */
public final class TestSessions {
    private TestSessions() {}

    /** A session whose peer has, or has not, shown the extension in the upgrade. */
    public static Session session(int number, boolean extended) {
        return new Session(number, URI.create("ws://localhost:1"), new NoLine(), LineOptions.DEFAULT, extended, 0);
    }

    private static final class NoLine implements TransportConnection {
        @Override
        public void send(Bytes message) {}

        @Override
        public void ping() {}

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void abort() {}
    }
}
