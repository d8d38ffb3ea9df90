// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.Acceptor.Accepted;
import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryTransportTest {
    private static final TransportTarget TARGET = new TransportTarget(
            ServerAddress.of(URI.create("ws://memory")),
            Map.of("Authorization", "Bearer t"),
            Duration.ofSeconds(1),
            null);

    private final ManualExecutor toServer = new ManualExecutor();
    private final ManualExecutor toClient = new ManualExecutor();
    private final Recorder server = new Recorder();
    private final Recorder client = new Recorder();
    private final List<Map<String, String>> asked = new ArrayList<>();

    private final InMemoryTransport transport = new InMemoryTransport(
            headers -> {
                asked.add(headers);
                return new Accepted(Map.of("a", "b"), server);
            },
            toServer,
            toClient);

    private void connect() {
        transport.open(TARGET, client);
        settle();
    }

    private void settle() {
        while (toServer.runAll() + toClient.runAll() > 0) {
            // Each may have given the other work.
        }
    }

    @Test
    void joinsBothEnds() {
        connect();
        assertThat(asked).containsExactly(Map.of("authorization", "Bearer t"));
        client.connection().send(Bytes.utf8("hello"));
        server.connection().send(Bytes.utf8("welcome"));
        client.connection().ping();
        settle();
        assertThat(server.events).containsExactly("open {a=b}", "hello");
        assertThat(client.events).containsExactly("open {a=b}", "welcome", "pong");
    }

    @Test
    void deliversNothingBeforeItsExecutorRuns() {
        connect();
        client.connection().send(Bytes.utf8("hello"));
        assertThat(server.events).hasSize(1);
        assertThat(client.connection().queuedBytes()).isEqualTo(5);
        settle();
        assertThat(server.events).hasSize(2);
        assertThat(client.connection().queuedBytes()).isZero();
    }

    @Test
    void tellsARefusal() {
        InMemoryTransport closed =
                new InMemoryTransport(headers -> new Refused(401, Map.of(), "no token"), Runnable::run, Runnable::run);
        closed.open(TARGET, client);
        assertThat(client.events).containsExactly("closed Refused[status=401, headers={}, why=no token]");
    }

    @Test
    void closesAfterWhatIsUnderWay() {
        connect();
        client.connection().send(Bytes.utf8("last"));
        client.connection().close(1000, "done");
        client.connection().send(Bytes.utf8("too late"));
        settle();
        assertThat(server.events)
                .containsExactly("open {a=b}", "last", "closed Ended[code=1000, why=done, byPeer=true]");
        assertThat(client.events).containsExactly("open {a=b}", "closed Ended[code=1000, why=done, byPeer=false]");
    }

    @Test
    void abortLosesWhatIsUnderWayAndBothEndsSeeIt() {
        connect();
        client.connection().send(Bytes.utf8("lost"));
        server.connection().abort();
        server.connection().abort();
        settle();
        assertThat(server.events)
                .containsExactly("open {a=b}", "closed Ended[code=1006, why=the line was cut, byPeer=true]");
        assertThat(client.events)
                .containsExactly("open {a=b}", "closed Ended[code=1006, why=the line was cut, byPeer=true]");
    }

    @Test
    void anAbortedAttemptClosesOnce() {
        transport.open(TARGET, client).abort();
        settle();
        assertThat(client.events).containsExactly("closed Ended[code=1006, why=the line was cut, byPeer=true]");
        assertThat(server.events)
                .containsExactly("open {a=b}", "closed Ended[code=1006, why=the line was cut, byPeer=true]");
    }

    @Test
    void aDeadLineTellsNobody() {
        connect();
        client.connection().send(Bytes.utf8("under way"));
        transport.silence();
        server.connection().send(Bytes.utf8("unheard"));
        client.connection().ping();
        server.connection().abort();
        settle();
        assertThat(client.events).containsExactly("open {a=b}");
        assertThat(server.events)
                .containsExactly("open {a=b}", "closed Ended[code=1006, why=the line was cut, byPeer=true]");
        assertThat(server.connection().queuedBytes()).isEqualTo(7);

        client.connection().close(1000, "done");
        settle();
        assertThat(client.events).last().asString().startsWith("closed Ended[code=1006");
    }

    @Test
    void aLineOpenedAfterACutIsANewOne() {
        connect();
        transport.cut();
        settle();
        assertThat(client.events).last().asString().startsWith("closed");
        connect();
        client.connection().send(Bytes.utf8("again"));
        settle();
        assertThat(server.events).last().isEqualTo("again");
    }

    private static final class ManualExecutor implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        int runAll() {
            int count = 0;
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                count++;
            }
            return count;
        }
    }

    private static final class Recorder implements TransportListener {
        private final List<String> events = new ArrayList<>();
        private @Nullable TransportConnection connection;

        TransportConnection connection() {
            if (connection == null) {
                throw new AssertionError("not open");
            }
            return connection;
        }

        @Override
        public void onOpen(TransportConnection opened, Map<String, String> headers) {
            connection = opened;
            events.add("open " + headers);
        }

        @Override
        public void onMessage(Bytes message) {
            events.add(message.utf8());
        }

        @Override
        public void onPong() {
            events.add("pong");
        }

        @Override
        public void onClosed(TransportClosed closed) {
            events.add("closed " + closed);
        }
    }
}
