// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody reads who can't connect, and which addresses of a host are tried. */
@Timeout(30)
class ConnectErrorsTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final ProxyRoutes DIRECT = server -> ProxyRoutes.Route.DIRECT;

    private static String whyNot(URI uri) {
        CompletableFuture<TransportClosed> closed = new CompletableFuture<>();
        new WebSocketTransport(
                        1 << 20,
                        MessageCompression.OFF,
                        DIRECT,
                        VirtualThreads.named("connect-errors"),
                        "connect-errors-writer")
                .open(new TransportTarget(ServerAddress.of(uri), Map.of(), SOON, null), new TransportListener() {
                    @Override
                    public void onOpen(TransportConnection connection, Map<String, String> headers) {
                        closed.completeExceptionally(new AssertionError("opened"));
                    }

                    @Override
                    public void onMessage(Bytes message) {}

                    @Override
                    public void onPong() {}

                    @Override
                    public void onClosed(TransportClosed why) {
                        closed.complete(why);
                    }
                });
        return closed.orTimeout(20, TimeUnit.SECONDS).join().why();
    }

    /** A server that takes one connection, reads a little, says this, and closes. */
    private static ServerSocket saying(String words) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("saying").start(() -> {
            try (Socket socket = server.accept()) {
                byte[] some = new byte[4_096];
                if (socket.getInputStream().read(some) > 0) {
                    socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                // The client has gone.
            }
        });
        return server;
    }

    private static URI uri(String scheme, ServerSocket server) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void refusesAnAnswerWhoseHeadDoesNotEnd() throws IOException {
        try (ServerSocket server = saying("HTTP/1.1 101 Switching Protocols\r\n" + "a: b\r\n".repeat(20_000))) {
            assertThat(whyNot(uri("ws", server)))
                    .contains("expected a head of at most 65536 bytes in the server's answer but found more");
        }
    }

    @Test
    void saysThatAHostIsNotKnown() {
        assertThat(whyNot(URI.create("ws://nowhere.invalid:8080")))
                .contains("nowhere.invalid")
                .contains("not known");
    }

    @Test
    void saysWhereNobodyListens() throws IOException {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            nobody = uri("ws", closed);
        }
        assertThat(whyNot(nobody)).contains("127.0.0.1:" + nobody.getPort()).contains("refused");
    }

    @Test
    void saysThatAServerDoesNotSpeakTls() throws IOException {
        try (ServerSocket plain = saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(whyNot(uri("wss", plain))).contains("TLS").contains("ws:");
        }
    }

    @Test
    void showsOnlyTheBeginningOfALongAnswer() throws IOException {
        try (ServerSocket web = saying("HTTP/1.1 503 " + "no ".repeat(20_000) + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(whyNot(uri("ws", web)))
                    .startsWith("the server answered HTTP/1.1 503 no no")
                    .endsWith("…")
                    .hasSizeLessThan(200);
        }
    }

    @Test
    void saysWhatAnotherKindOfServerAnswers() throws IOException {
        try (ServerSocket web = saying("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(whyNot(uri("ws", web))).contains("404 Not Found");
        }
    }

    private static final String UPGRADED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 101 Ok\\r\\n\\r\\n | the server answered 101 without 'Upgrade: websocket'",
                "HTTP/1.1 101\\r\\n\\r\\n | the server answered 101 without 'Upgrade: websocket'",
                "HTTP/1.1 101 Ok\\r\\nUpgrade: websocket\\r\\n\\r\\n | the server answered 101 without 'Connection: Upgrade'",
                "UPGRADED\\r\\n | the server answered 101 without Sec-WebSocket-Accept",
                "UPGRADEDSec-WebSocket-Accept: x\\r\\n\\r\\n | with a Sec-WebSocket-Accept that does not belong to the key",
                "SSH-2.0-OpenSSH_9.2\\r\\n | does not speak HTTP there: its answer began with 'SSH-2.0-OpenSSH_9.2'",
                "TLS_ALERT | bytes that are no text, as where it expects wss:",
            })
    void saysInASentenceWhyAHandshakeFailed(String words, String sentence) throws IOException {
        try (ServerSocket server = saying(words.replace("UPGRADED", UPGRADED)
                .replace("TLS_ALERT", "\u0015\u0003\u0001")
                .replace("\\r", "\r")
                .replace("\\n", "\n"))) {
            assertThat(whyNot(uri("ws", server))).contains(sentence);
        }
    }

    @Test
    void saysThatAServerClosedWithoutAnAnswer() throws IOException {
        try (ServerSocket mute = saying("")) {
            assertThat(whyNot(uri("ws", mute)))
                    .contains("closed the connection")
                    .contains("upgrade");
        }
    }

    /** Of a literal, which nobody is asked about. */
    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }

    @Test
    void triesEachAddressOfAHost() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, address("127.0.0.1"))) {
            List<Socket> started = new ArrayList<>();
            ClientSockets sockets = new ClientSockets(
                    new TransportTarget(
                            ServerAddress.of(URI.create("ws://two.invalid:" + server.getLocalPort())),
                            Map.of(),
                            SOON,
                            null),
                    DIRECT,
                    Socket::new,
                    started::add,
                    host -> new InetAddress[] {address("127.0.0.2"), address("127.0.0.1")});
            try (Socket socket = sockets.createSocket()) {
                assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
            }
            assertThat(started).hasSize(2).allMatch(Socket::isClosed);
        }
    }

    @Test
    void reachesAServerByItsIpv6Address() throws IOException {
        InetAddress loopback = address("::1");
        org.junit.jupiter.api.Assumptions.assumeTrue(canBind(loopback), "this machine has no IPv6");
        try (ServerSocket server = new ServerSocket(0, 5, loopback)) {
            ClientSockets sockets = new ClientSockets(
                    new TransportTarget(
                            ServerAddress.of(URI.create("ws://[::1]:" + server.getLocalPort())), Map.of(), SOON, null),
                    DIRECT,
                    Socket::new,
                    socket -> {});
            try (Socket socket = sockets.createSocket()) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    private static boolean canBind(InetAddress address) {
        try (ServerSocket server = new ServerSocket(0, 1, address)) {
            return server.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void saysWhatHappenedToEachAddress() {
        ClientSockets sockets = new ClientSockets(
                new TransportTarget(ServerAddress.of(URI.create("ws://none.invalid:1")), Map.of(), SOON, null),
                DIRECT,
                Socket::new,
                socket -> {},
                host -> {
                    throw new UnknownHostException(host);
                });
        org.assertj.core.api.Assertions.assertThatThrownBy(sockets::createSocket)
                .hasMessageContaining("none.invalid")
                .hasMessageContaining("not known");
    }
}
