// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Proxies, redirects and cookies over real sockets. */
@Timeout(60)
class WayToTheServerTest {
    private static final BackoffPolicy SOON = BackoffPolicy.builder()
            .between(Duration.ofMillis(1), Duration.ofMillis(10))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    private static StubServer server() throws IOException {
        return StubServer.builder()
                .bundledActors()
                .allowHost("todo.invalid")
                .allowHost("todo_server.invalid")
                .start();
    }

    private static void canCall(TrebuchetClient client) throws Exception {
        assertThat(client.actor("counter")
                        .call("increment", Integer.class, CallOptions.WHEN_CONNECTED)
                        .get(20, TimeUnit.SECONDS))
                .isEqualTo(1);
    }

    private static TrebuchetClient client(String uri, UnaryOperator<TrebuchetClient.Builder> options) {
        return options.apply(TrebuchetClient.builder(URI.create(uri)).backoff(SOON))
                .build();
    }

    @Test
    void goesThroughAProxyThatAloneKnowsTheHost() throws Exception {
        try (StubServer server = server();
                // "me:secret" as Basic has it.
                var proxy = new ConnectProxy(server.uri().getPort(), "Proxy-Authorization: Basic bWU6c2VjcmV0");
                TrebuchetClient client =
                        client("ws://todo_server.invalid:8080", to -> to.proxy(proxy.uri("me:secret@")))) {
            canCall(client);
            assertThat(proxy.requests()).containsExactly("CONNECT todo_server.invalid:8080 HTTP/1.1");
        }
    }

    @Test
    void saysWhatTheProxyWants() throws Exception {
        try (StubServer server = server();
                var proxy = new ConnectProxy(server.uri().getPort(), "Proxy-Authorization: Basic bWU6c2VjcmV0");
                TrebuchetClient client = client("ws://todo.invalid", to -> to.proxy(proxy.uri("me:wrong@")))) {
            await().until(() -> client.connectionState()
                            instanceof ConnectionState.Reconnecting(var number, var endpoint, var at, String cause)
                    && cause.contains("407 Proxy Authentication Required")
                    && cause.contains("give it a user and a password"));
        }
    }

    @Test
    void asksASelectorForEachServer() throws Exception {
        try (StubServer server = server();
                var proxy = new ConnectProxy(server.uri().getPort(), "");
                TrebuchetClient client = client(
                        "ws://todo.invalid:81",
                        to -> to.proxy(ProxySelector.of(java.net.InetSocketAddress.createUnresolved(
                                "127.0.0.1", proxy.uri("").getPort()))))) {
            canCall(client);
            assertThat(proxy.requests()).containsExactly("CONNECT todo.invalid:81 HTTP/1.1");
        }
    }

    @Test
    void survivesASelectorThatThrowsAnything() throws Exception {
        ProxySelector broken = new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI uri) {
                throw new AssertionError("broken");
            }

            @Override
            public void connectFailed(URI uri, java.net.SocketAddress address, IOException why) {}
        };
        try (TrebuchetClient client = client("ws://todo.invalid", to -> to.proxy(broken))) {
            await().until(() -> client.connectionState()
                            instanceof ConnectionState.Reconnecting(int number, var endpoint, var at, String cause)
                    && number > 2
                    && cause.contains("the proxy selector failed"));
        }
    }

    /** A server that answers each request with the next of these words, and keeps what it was asked. */
    private static final class Scripted implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

        Scripted(String... answers) throws IOException {
            Thread.ofVirtual().name("scripted").start(() -> {
                for (String answer : answers) {
                    try (Socket socket = listening.accept()) {
                        byte[] some = new byte[8_192];
                        int read = socket.getInputStream().read(some);
                        heads.add(new String(some, 0, Math.max(0, read), StandardCharsets.ISO_8859_1));
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        String uri() {
            return "ws://127.0.0.1:" + listening.getLocalPort();
        }

        String head() throws InterruptedException {
            String head = heads.poll(20, TimeUnit.SECONDS);
            assertThat(head).isNotNull();
            return String.valueOf(head);
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    @Test
    void followsARedirectToAnotherServer() throws Exception {
        try (StubServer server = server();
                var first = new Scripted("HTTP/1.1 308 Permanent Redirect\r\nLocation: " + server.uri()
                        + "/\r\nContent-Length: 0\r\n\r\n");
                TrebuchetClient client = client(first.uri(), to -> to.token(() -> "secret"))) {
            canCall(client);
            assertThat(first.head()).contains("Authorization: Bearer secret");
        }
    }

    @Test
    void bringsCookiesBackToTheServerThatGaveThem() throws Exception {
        String busy = """
                HTTP/1.1 503 Service Unavailable
                Set-Cookie: AWSALB=a1; Path=/; Expires=Fri, 31 Dec 2100 23:59:59 GMT
                Set-Cookie: route=b2; HttpOnly
                Set-Cookie: other=x; Path=/elsewhere
                Set-Cookie: far=x; Domain=example.com
                Set-Cookie: safe=x; Secure
                Content-Length: 0

                """.replace("\n", "\r\n");
        try (var server = new Scripted(busy, busy, busy);
                TrebuchetClient client = client(server.uri(), to -> to.header("Cookie", "mine=1"))) {
            assertThat(server.head()).contains("Cookie: mine=1\r\n");
            assertThat(server.head())
                    .contains("mine=1; ", "AWSALB=a1", "route=b2")
                    .doesNotContain("other=x", "far=x", "safe=x");
            assertThat(client.connectionState()).isNotNull();
        }
    }

    @Test
    void namesThePortThatTheLibraryLeavesOut() throws Exception {
        try (var server = new Scripted("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                TrebuchetClient client = client(server.uri(), to -> to)) {
            assertThat(server.head()).contains("Host: " + server.uri().substring("ws://".length()) + "\r\n");
            assertThat(client.connectionState()).isNotNull();
        }
    }
}
