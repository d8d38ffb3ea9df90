// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.inspector.HandTime;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers can't take of a proxy: memory, time, threads, and the use of it by a web page. All over real sockets, with a time moved by hand. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // Set up before each test.
class HostilePeersTest {
    private static final int MESSAGE = 10_000;
    private static final ProxyLimits LIMITS =
            new ProxyLimits(MESSAGE, 30_000, 20, Duration.ofSeconds(10), Duration.ofSeconds(60));
    private static final String REQUEST = "GET / HTTP/1.1\nHost: %s\nUpgrade: websocket\nConnection: Upgrade\n%s\n";
    private static final String AGREED = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n";

    private final HandTime time = new HandTime();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ProxyEvent> events = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private ServerSocket server;
    private WebSocketProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = start("ws", time, new ServerSocket(), events::add);
    }

    private WebSocketProxy start(String scheme, TimeSource passed, ServerSocket listening, ProxyObserver observer)
            throws IOException {
        URI uri = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
        return WebSocketProxy.start(
                listening,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ProxySettings(
                        new Upstream(uri, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                        new EnvelopeCodec(WireLimits.DEFAULT),
                        Set.of("https://allowed.example"),
                        LIMITS),
                passed,
                threads,
                observer);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.close();
    }

    private Socket client(WebSocketProxy to) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), to.port());
        sockets.add(client);
        return client;
    }

    private Socket accept() throws IOException {
        Socket accepted = server.accept();
        sockets.add(accepted);
        return accepted;
    }

    /** A client and its server's end, after the upgrade. */
    private record Pair(Socket client, Socket server) {}

    private Pair upgraded() throws IOException {
        Socket client = client(proxy);
        RawPeers.write(client.getOutputStream(), REQUEST.formatted("127.0.0.1:" + proxy.port(), ""));
        Socket end = accept();
        HttpHead.read(end.getInputStream());
        RawPeers.write(end.getOutputStream(), AGREED);
        assertThat(HttpHead.read(client.getInputStream()).status()).isEqualTo(101);
        return new Pair(client, end);
    }

    private <T extends ProxyEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private String whyClosed() {
        await().until(() -> !of(ProxyEvent.Closed.class).isEmpty());
        return of(ProxyEvent.Closed.class).getFirst().why();
    }

    private static byte[] frame(int size) {
        return new TestFrame(true, 0, Frame.BINARY, null, new byte[size]).toBytes();
    }

    @Test
    void whatIsTooLargeIsRelayedUnseenAndWhatFollowsIsSeen() throws Exception {
        Pair pair = upgraded();
        byte[] large = frame(MESSAGE + 1);
        byte[] small = new TestFrame(true, 0, Frame.TEXT, null, "seen".getBytes(UTF_8)).toBytes();
        pair.server.getOutputStream().write(large);
        pair.server.getOutputStream().write(small);

        assertThat(pair.client.getInputStream().readNBytes(large.length)).isEqualTo(large);
        assertThat(pair.client.getInputStream().readNBytes(small.length)).isEqualTo(small);
        await().until(() -> of(ProxyEvent.Passed.class).size() == 2);
        ProxiedMessage first = of(ProxyEvent.Passed.class).get(0).message();
        assertThat(first.isUnseen()).isTrue();
        assertThat(first.wireBytes()).isEqualTo(MESSAGE + 1);
        assertThat(of(ProxyEvent.Passed.class).get(1).message().data().utf8()).isEqualTo("seen");
        assertThat(proxy.kept()).isZero();
    }

    /** Ten unfinished messages, each of which may be looked at by itself, have more bytes than there is room for. */
    @Test
    void allConnectionsTogetherKeepNoMoreThanTheBudget() throws Exception {
        List<Pair> pairs = new ArrayList<>();
        byte[] wire = frame(MESSAGE);
        for (int i = 0; i < 10; i++) {
            Pair pair = upgraded();
            pairs.add(pair);
            Socket from = i % 2 == 0 ? pair.client : pair.server;
            from.getOutputStream().write(wire, 0, wire.length - 1);
            Socket to = i % 2 == 0 ? pair.server : pair.client;
            assertThat(to.getInputStream().readNBytes(wire.length - 1)).hasSize(wire.length - 1);
            assertThat(proxy.kept()).isLessThanOrEqualTo(LIMITS.keptBytes());
        }
        assertThat(proxy.kept()).isGreaterThanOrEqualTo(2 * MESSAGE);
        for (int i = 0; i < 10; i++) {
            Socket from = i % 2 == 0 ? pairs.get(i).client : pairs.get(i).server;
            Socket to = i % 2 == 0 ? pairs.get(i).server : pairs.get(i).client;
            from.getOutputStream().write(wire, wire.length - 1, 1);
            assertThat(to.getInputStream().read()).isEqualTo(wire[wire.length - 1]);
        }
        await().until(() -> of(ProxyEvent.Passed.class).size() == 10);
        assertThat(of(ProxyEvent.Passed.class))
                .extracting(passed -> passed.message().isUnseen())
                .contains(true, false);
        await().until(() -> proxy.kept() == 0);
    }

    /** A fault holds messages until they are whole; it does not hold what is too large, and lets go what came of it before. */
    @Test
    void aFaultHoldsNothingThatIsTooLarge() throws Exception {
        Pair pair = upgraded();
        proxy.inject(new Fault.Drop(1, null));
        byte[] wire = frame(MESSAGE + 5_000);
        byte[] first = new TestFrame(false, 0, Frame.TEXT, null, new byte[MESSAGE]).toBytes();
        byte[] rest = new TestFrame(true, 0, Frame.CONTINUATION, null, new byte[MESSAGE]).toBytes();
        pair.server.getOutputStream().write(wire);
        assertThat(pair.client.getInputStream().readNBytes(wire.length)).isEqualTo(wire);
        pair.server.getOutputStream().write(first);
        pair.server.getOutputStream().write(rest);
        assertThat(pair.client.getInputStream().readNBytes(first.length)).isEqualTo(first);
        assertThat(pair.client.getInputStream().readNBytes(rest.length)).isEqualTo(rest);
        await().until(() -> proxy.kept() == 0);
    }

    @Test
    void aConnectionThatEndsGivesItsRoomBack() throws Exception {
        Pair pair = upgraded();
        proxy.inject(new Fault.Drop(1, null));
        pair.server.getOutputStream().write(frame(5_000), 0, 3_000);
        await().until(() -> proxy.kept() > 0);
        pair.server.close();
        await().until(() -> proxy.kept() == 0);
    }

    @Test
    void aHeadIsShort() throws Exception {
        Socket oneLine = client(proxy);
        threads.execute(() -> {
            try {
                OutputStream out = oneLine.getOutputStream();
                out.write("GET / HTTP/1.1\r\nX: ".getBytes(ISO_8859_1));
                out.write("x".repeat(17_000).getBytes(ISO_8859_1));
            } catch (IOException e) {
                // The proxy may have closed it meanwhile.
                assertThat(oneLine.isClosed()).isFalse();
            }
        });
        assertThat(HttpHead.read(oneLine.getInputStream()).status()).isEqualTo(431);
        Socket manyLines = client(proxy);
        RawPeers.write(manyLines.getOutputStream(), "GET / HTTP/1.1\n" + "X: y\n".repeat(101) + "\n");
        assertThat(HttpHead.read(manyLines.getInputStream()).status()).isEqualTo(431);
    }

    @Test
    void aClientThatDripsItsRequestIsClosed() throws Exception {
        Socket dripping = client(proxy);
        for (int second = 0; second < 10; second++) {
            dripping.getOutputStream().write('G');
            // Its deadline, and the look at those who are stuck.
            await().until(() -> time.scheduled() == 2);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(whyClosed()).isEqualTo("the client sent no whole request within 10 s");
        assertThat(dripping.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"ws,504,sent no whole answer within 10 s", "wss,502,no connection within 10 s"})
    void aServerThatDripsItsAnswerIsGivenUp(String scheme, int status, String why) throws Exception {
        proxy.close();
        proxy = start(scheme, time, new ServerSocket(), events::add);
        Socket client = client(proxy);
        RawPeers.write(client.getOutputStream(), REQUEST.formatted("localhost", ""));
        Socket end = accept();
        assertThat(end.getInputStream().read()).isNotNegative();
        end.getOutputStream().write(scheme.equals("ws") ? 'H' : 22);
        await().until(() -> time.scheduled() >= 2);
        // The deadline is planned a moment before or after the server has been asked.
        await().until(() -> {
            time.advance(Duration.ofSeconds(5));
            return !of(ProxyEvent.Refused.class).isEmpty();
        });
        HttpHead answer = HttpHead.read(client.getInputStream());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "https://allowed.example.evil.example", "http://127.0.0.1:1"})
    void aPageOfAnotherOriginIsRefused(String origin) throws Exception {
        Socket client = client(proxy);
        RawPeers.write(
                client.getOutputStream(),
                REQUEST.formatted("evil.example:" + proxy.port(), "Origin: " + origin + "\n"));
        assertThat(HttpHead.read(client.getInputStream()).status()).isEqualTo(403);
        String body = new String(client.getInputStream().readAllBytes(), UTF_8);
        if (origin.equals("null")) {
            assertThat(body)
                    .as("every page without an origin would be let in")
                    .doesNotContain("--allow-origin null")
                    .contains("serve the page over http and allow its origin with --allow-origin");
        } else {
            assertThat(body)
                    .contains("--allow-origin " + origin + " allows it, and the server may have to allow it too");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:PROXY",
                "http://127.0.0.1:PROXY",
                "http://127.0.0.1:SERVER",
                "https://allowed.example"
            })
    void hostAndOriginReachTheServerAsTheyCame(String text) throws Exception {
        String origin = text.replace("PROXY", "" + proxy.port()).replace("SERVER", "" + server.getLocalPort());
        Socket client = client(proxy);
        String host = "localhost:" + proxy.port();
        RawPeers.write(client.getOutputStream(), REQUEST.formatted(host, "Origin: " + origin + "\n"));
        HttpHead asked = HttpHead.read(accept().getInputStream());
        assertThat(asked.value("Origin")).isEqualTo(origin);
        assertThat(asked.value("Host")).isEqualTo(host);
    }

    /** The server has given up, but its end is not read as long as the client takes nothing. */
    @Test
    void aPeerThatTakesNothingIsCutInTheEnd() throws Exception {
        Pair pair = upgraded();
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(
                () -> {
                    try {
                        byte[] wire = frame(100_000);
                        while (true) {
                            pair.server.getOutputStream().write(wire);
                        }
                    } catch (IOException e) {
                        // Cut.
                        assertThat(e).isNotNull();
                    }
                },
                threads);
        await().until(() -> {
            time.advance(Duration.ofSeconds(10));
            return !of(ProxyEvent.Closed.class).isEmpty();
        });
        assertThat(whyClosed()).isEqualTo("the client has taken nothing for 60 s");
        blocked.get(10, TimeUnit.SECONDS);
    }

    @Test
    void thereAreOnlySoManyConnections() throws Exception {
        for (int i = 0; i < LIMITS.connections(); i++) {
            client(proxy);
        }
        await().until(() -> of(ProxyEvent.Opened.class).size() == LIMITS.connections());
        assertThat(client(proxy).getInputStream().read()).isEqualTo(-1);
        sockets.removeFirst().close();
        await().until(() -> !of(ProxyEvent.Closed.class).isEmpty());
        await().untilAsserted(() -> assertThat(upgraded()).isNotNull());
    }

    /** An accept that fails, as it does while no file can be opened. */
    private static final class FailingSocket extends ServerSocket {
        final AtomicInteger failures = new AtomicInteger();
        volatile boolean fails = true;

        FailingSocket() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            if (fails) {
                failures.incrementAndGet();
                throw new IOException("Too many open files");
            }
            return super.accept();
        }
    }

    @Test
    void anAcceptThatFailsWaitsAndGoesOn() throws Exception {
        proxy.close();
        FailingSocket listening = new FailingSocket();
        proxy = start("ws", time, listening, events::add);
        await().until(() -> listening.failures.get() == 1);
        // 20, 40, 80, 160, 320, 640 ms, and then a second each.
        for (int failures = 2; failures <= 8; failures++) {
            int expected = failures;
            await().until(() -> time.scheduled() >= 2);
            await().until(() -> {
                time.advance(Duration.ofMillis(20));
                return listening.failures.get() == expected;
            });
        }
        listening.fails = false;
        time.advance(Duration.ofSeconds(1));
        assertThat(upgraded()).isNotNull();
    }

    @Test
    void anObserverThatFailsEndsOneConnection() throws Exception {
        proxy.close();
        proxy = start("ws", time, new ServerSocket(), event -> {
            if (event instanceof ProxyEvent.Passed passed
                    && passed.message().data().size() == 1) {
                throw new IllegalStateException("full");
            }
            events.add(event);
        });
        Pair first = upgraded();
        first.server.getOutputStream().write(frame(1));
        assertThat(whyClosed()).contains("the proxy failed").contains("full");
        Pair next = upgraded();
        next.server.getOutputStream().write(frame(2));
        assertThat(next.client.getInputStream().readNBytes(4)).hasSize(4);
    }
}
