// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a thousand clients with the default backoff, which all see the same in the same moment, do to the servers: attempts are
 * counted in slots of 100 ms.
 */
class StormTest {
    private static final URI A = URI.create("ws://a.invalid:8080");
    private static final URI B = URI.create("ws://b.invalid:8080");
    private static final URI C = URI.create("ws://c.invalid:8080");
    private static final int CLIENTS = 1_000;
    private static final long SLOT = Duration.ofMillis(100).toNanos();

    private final List<TrebuchetClient> clients = new ArrayList<>();
    private String network = "before";

    @AfterEach
    void close() {
        clients.forEach(TrebuchetClient::close);
    }

    private void start(ManualTime time, Servers servers, URI... endpoints) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(TestClients.inCallingThread(time, servers, List.of(endpoints), () -> network)
                    .build());
        }
        time.advance(Duration.ofSeconds(20));
        servers.forgetAttempts();
    }

    private long connected() {
        return clients.stream()
                .filter(client -> client.connectionState() instanceof ConnectionState.Connected)
                .count();
    }

    @Test
    void spreadsOverTheWindowWhenAServerRestarts() {
        ManualTime time = new ManualTime(new Random(1));
        Servers servers = new Servers(time);
        start(time, servers, A);
        assertThat(connected()).isEqualTo(CLIENTS);

        servers.kill(A);
        time.advance(Duration.ofSeconds(10));
        assertThat(servers.fullestSlot(A))
                .as("the first window has five slots, and the second begins before it ends")
                .isLessThan(CLIENTS / 3);
        servers.forgetAttempts();
        servers.revive(A);
        time.advance(Duration.ofSeconds(60));

        assertThat(connected()).isEqualTo(CLIENTS);
        assertThat(servers.fullestSlot(A))
                .as("after ten seconds the window is wide")
                .isLessThan(CLIENTS / 20);
    }

    /** The measure can fail. */
    @Test
    void allComeAtOnceWithoutChance() {
        RandomGenerator always = () -> 1L << 40;
        ManualTime time = new ManualTime(always);
        Servers servers = new Servers(time);
        start(time, servers, A);

        servers.kill(A);
        time.advance(Duration.ofSeconds(10));

        assertThat(servers.fullestSlot(A)).isGreaterThanOrEqualTo(CLIENTS);
    }

    @Test
    void sharesTheClientsOfADeadServerAmongTheOthers() {
        ManualTime time = new ManualTime(new Random(2));
        Servers servers = new Servers(time);
        start(time, servers, A, B, C);
        int orphans = servers.connectionsTo(A);
        assertThat(orphans).as("a third").isBetween(280, 390);

        servers.kill(A);
        time.advance(Duration.ofSeconds(60));

        assertThat(connected()).isEqualTo(CLIENTS);
        assertThat(servers.attemptsAt(B)).as("half of a third").isBetween(orphans / 3, orphans * 2 / 3);
        assertThat(servers.attemptsAt(B) + servers.attemptsAt(C))
                .as("once is enough")
                .isEqualTo(orphans);
        assertThat(servers.fullestSlot(B)).isLessThan(orphans / 4);
        assertThat(servers.fullestSlot(C)).isLessThan(orphans / 4);
    }

    @Test
    void spreadsWhereAllAreToldTheSameTime() {
        ManualTime time = new ManualTime(new Random(3));
        Servers servers = new Servers(time);
        start(time, servers, A);
        servers.refuseFor(A, "30");
        servers.kill(A);
        time.advance(Duration.ofSeconds(10));
        servers.forgetAttempts();

        time.advance(Duration.ofSeconds(60));

        assertThat(servers.fullestSlot(A)).isLessThan(CLIENTS / 4);
    }

    @Test
    void spreadsWhenAllWakeAtTheSameMoment() {
        ManualTime time = new ManualTime(new Random(4));
        Servers servers = new Servers(time);
        start(time, servers, A);
        servers.refuseFor(A, "3600");
        servers.kill(A);
        time.advance(Duration.ofSeconds(10));
        servers.forgetAttempts();

        servers.revive(A);
        time.jumpWallClock(Duration.ofHours(2));
        time.advance(Duration.ofSeconds(10));

        assertThat(connected()).as("nobody waits for the hour").isEqualTo(CLIENTS);
        assertThat(servers.fullestSlot(A)).isLessThan(CLIENTS / 4);
    }

    @Test
    void spreadsWhenTheNetworkOfAllComesBack() {
        ManualTime time = new ManualTime(new Random(5));
        Servers servers = new Servers(time);
        start(time, servers, A);
        servers.kill(A);
        time.advance(Duration.ofMinutes(3));
        servers.forgetAttempts();

        servers.revive(A);
        network = "after";
        time.advance(Duration.ofSeconds(10));

        assertThat(connected()).as("nobody waits for its backoff").isEqualTo(CLIENTS);
        assertThat(servers.attemptsAt(A)).isEqualTo(CLIENTS);
        assertThat(servers.fullestSlot(A)).isLessThan(CLIENTS / 4);
    }

    @Test
    void aNetworkThatFlapsMakesNoMoreThanAnAttemptATick() {
        ManualTime time = new ManualTime(new Random(6));
        Servers servers = new Servers(time);
        start(time, servers, A);
        servers.kill(A);
        time.advance(Duration.ofMinutes(3));
        servers.forgetAttempts();

        for (int i = 0; i < 120; i++) {
            network = "flap " + i;
            time.advance(Duration.ofMillis(500));
        }

        // A tick is half a heartbeat, so there are eight in a minute; the backoff goes on between them.
        assertThat(servers.attemptsAt(A)).isLessThanOrEqualTo(CLIENTS * 12);
    }

    @Test
    void aServerThatAskedForTimeGetsItWhateverTheNetworkDoes() {
        ManualTime time = new ManualTime(new Random(7));
        Servers servers = new Servers(time);
        start(time, servers, A);
        servers.refuseFor(A, "3600");
        servers.kill(A);
        time.advance(Duration.ofSeconds(10));
        servers.forgetAttempts();

        network = "after";
        time.advance(Duration.ofMinutes(1));

        assertThat(servers.attemptsAt(A)).isZero();
    }

    /** Servers that are there or not, and what clients ask of them. */
    private static final class Servers implements Transport {
        private final ManualTime time;
        private final Set<URI> dead = new HashSet<>();
        private final Map<URI, String> retryAfter = new HashMap<>();
        private final Map<TransportListener, URI> open = new LinkedHashMap<>();
        private final Map<URI, Map<Long, Integer>> attempts = new HashMap<>();

        Servers(ManualTime time) {
            this.time = time;
        }

        @Override
        public Attempt open(TransportTarget target, TransportListener listener) {
            attempts.computeIfAbsent(target.address().uri(), key -> new HashMap<>())
                    .merge(time.nanoTime() / SLOT, 1, Integer::sum);
            if (dead.contains(target.address().uri())) {
                String seconds = retryAfter.get(target.address().uri());
                listener.onClosed(
                        seconds == null
                                ? new TransportClosed.Failed("refused", null)
                                : new TransportClosed.Refused(503, Map.of("retry-after", seconds), "503"));
            } else {
                open.put(listener, target.address().uri());
                listener.onOpen(new Line(listener), Map.of("trebuchet-ext", "1"));
            }
            return () -> open.remove(listener);
        }

        void kill(URI server) {
            dead.add(server);
            List.copyOf(open.keySet()).forEach(listener -> {
                if (server.equals(open.get(listener))) {
                    open.remove(listener);
                    listener.onClosed(new TransportClosed.Ended(1006, "killed"));
                }
            });
        }

        void refuseFor(URI server, String seconds) {
            retryAfter.put(server, seconds);
        }

        void revive(URI server) {
            dead.remove(server);
        }

        void forgetAttempts() {
            attempts.clear();
        }

        int connectionsTo(URI server) {
            return (int) open.values().stream().filter(server::equals).count();
        }

        int attemptsAt(URI server) {
            return attempts.getOrDefault(server, Map.of()).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }

        int fullestSlot(URI server) {
            return attempts.getOrDefault(server, Map.of()).values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        }
    }

    /** A line that answers pings. */
    private record Line(TransportListener listener) implements TransportConnection {
        @Override
        public void send(Bytes message) {}

        @Override
        public void ping() {
            listener.onPong();
        }

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
