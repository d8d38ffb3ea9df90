// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers to requests, over a socket: each refusal has a status and words, and the socket ends. */
@Timeout(30)
class RequestLimitsTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String UPGRADE =
            lines("Upgrade: websocket", "Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13") + KEY;

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static StubServerBuilder builder() {
        return StubServer.builder().bundledActors();
    }

    /** Returns the whole answer to this request, after which the socket has ended. */
    private static String ask(StubServer server, String request) throws IOException {
        try (HostilePeer peer = new HostilePeer(server.uri())) {
            peer.write(request);
            return peer.rest();
        }
    }

    private static String upgrade(String host, String more) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + UPGRADE + more + "\r\n";
    }

    private static String upgradeAnswer(StubServer server, String headers) throws IOException {
        try (HostilePeer peer = new HostilePeer(server.uri())) {
            return peer.upgrade(headers);
        }
    }

    private static String hostAnswer(StubServer server, String host) throws IOException {
        try (HostilePeer peer = new HostilePeer(server.uri())) {
            peer.write(upgrade(host, ""));
            return peer.head();
        }
    }

    @Test
    void aHeadOfTooManyBytesIsRefused() throws Exception {
        try (StubServer server = builder()
                .limits(ServerLimits.builder().maxHeadBytes(2_000).build())
                .start()) {
            assertThat(upgradeAnswer(server, "a: " + "x".repeat(1_500) + "\r\n"))
                    .startsWith("HTTP/1.1 101 ");
            String one = upgrade("localhost", "a: " + "x".repeat(2_000) + "\r\n");
            String many = upgrade("localhost", ("a: " + "x".repeat(200) + "\r\n").repeat(10));
            String line = "GET /" + "x".repeat(2_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (String request : new String[] {one, many, line}) {
                assertThat(ask(server, request))
                        .startsWith("HTTP/1.1 431 ")
                        .contains("connection: close")
                        .endsWith("expected a request head of at most 2000 bytes but found more\n");
            }
        }
    }

    @Test
    void aHeadThatNeverEndsIsRefusedWhenItIsTooLarge() throws Exception {
        try (StubServer server = builder().start()) {
            assertThat(ask(server, "GET / HTTP/1.1\r\nHost: localhost\r\na: " + "x".repeat(17_000)))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void aHeadOfTooManyFieldsIsRefused() throws Exception {
        try (StubServer server = builder()
                .limits(ServerLimits.builder().maxHeadFields(10).build())
                .start()) {
            // Five of them are those of any upgrade.
            assertThat(upgradeAnswer(server, "a: b\r\n".repeat(5))).startsWith("HTTP/1.1 101 ");
            assertThat(ask(server, upgrade("localhost", "a: b\r\n".repeat(6))))
                    .startsWith("HTTP/1.1 431 ")
                    .endsWith("expected at most 10 header fields but found 11\n");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        try (StubServer server = builder()
                .allowOrigin("https://app.example.com")
                .allowOrigin("http://localhost:3000")
                .start()) {
            for (String origin : new String[] {
                "https://evil.example",
                "http://app.example.com",
                "https://app.example.com:444",
                "https://app.example.com.evil.example",
                "null",
                ""
            }) {
                assertThat(ask(server, upgrade("localhost", "Origin: " + origin + "\r\n")))
                        .as(origin)
                        .startsWith("HTTP/1.1 403 ")
                        .contains("allow it with --allow-origin");
            }
            for (String origin : new String[] {"https://app.example.com", "http://LOCALHOST:3000"}) {
                assertThat(upgradeAnswer(server, "Origin: " + origin + "\r\n"))
                        .as(origin)
                        .startsWith("HTTP/1.1 101 ");
            }
        }
        try (StubServer server = builder().start()) {
            String own = "http://localhost:" + server.uri().getPort();
            assertThat(ask(server, upgrade("localhost", "Origin: " + own + "\r\n")))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void aForeignNameIsRefusedOnLoopback() throws Exception {
        try (StubServer server = builder().allowHost("todos.example.com").start()) {
            for (String host :
                    new String[] {"evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1", ""}) {
                assertThat(ask(server, upgrade(host, "")))
                        .as(host)
                        .startsWith("HTTP/1.1 421 ")
                        .contains("allow it with --allow-host");
            }
            // The last two are what a proxy before it passes on.
            for (String host : new String[] {
                "localhost",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:8080",
                "todos.example.com",
                "Todos.Example.com:443"
            }) {
                assertThat(hostAnswer(server, host)).as(host).startsWith("HTTP/1.1 101 ");
            }
        }
    }

    @Test
    void whoeverReachesAnotherAddressMayUseAnyName() throws Exception {
        try (StubServer server = builder().host("0.0.0.0").start()) {
            assertThat(hostAnswer(server, "evil.example")).startsWith("HTTP/1.1 101 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Authorization: Bearer other",
                "Origin: https://app.example.com",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Upgrade: h2c"
            })
    void aFieldThatDecidesWhoComesInMayNotComeTwice(String field) throws Exception {
        try (StubServer server = builder().token("ann", "secret").start()) {
            String twice = "Authorization: Bearer secret\r\nOrigin: x\r\n" + field + "\r\n";
            assertThat(ask(server, upgrade("localhost", twice)))
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("expected one header '" + field.substring(0, field.indexOf(':')));
        }
    }

    @Test
    void anotherVersionOfHttpIsRefused() throws Exception {
        try (StubServer server = builder().start()) {
            assertThat(ask(server, "GET / HTTP/1.0\r\nHost: localhost\r\n" + UPGRADE + "\r\n"))
                    .startsWith("HTTP/1.1 505 ")
                    .endsWith("expected HTTP/1.1 but found HTTP/1.0\n");
        }
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        try (StubServer server = builder().start()) {
            assertThat(ask(server, "hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(server, "GET / HTTP/1.1\r\n" + UPGRADE + "\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("expected a header 'Host' but found none\n");
        }
    }

    @Test
    void aRequestForNoWebSocketIsToldWhatIsServed() throws Exception {
        try (StubServer server = builder().start()) {
            String host = " HTTP/1.1\r\nHost: localhost\r\n";
            for (String request : new String[] {
                "GET /" + host + "\r\n",
                "POST /" + host + UPGRADE + "Content-Length: 0\r\n\r\n",
                "GET /" + host + UPGRADE.replace("13", "12") + "\r\n",
                "GET /" + host + UPGRADE.replace("Sec-WebSocket-Key", "Other") + "\r\n"
            }) {
                assertThat(ask(server, request))
                        .as(request)
                        .startsWith("HTTP/1.1 426 ")
                        .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
                        .containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n")
                        .endsWith("this address serves WebSockets of version 13, and GET /health\n");
            }
        }
    }

    @Test
    void aBalancerHearsOfTheHealthWithoutAToken() throws Exception {
        try (StubServer server =
                builder().token("ann", "secret").drainTimeout(Duration.ZERO).start()) {
            String request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
            assertThat(ask(server, request)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n{\"status\":\"healthy\"}");
            server.drain();
            assertThat(ask(server, request)).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\n{\"status\":\"draining\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health?x=1 HTTP/1.1\r\nHost: localhost",
                "GET /health HTTP/1.0\r\nHost: localhost",
                "GET /health HTTP/1.0"
            })
    void aBalancerMayAskAsBalancersDo(String request) throws Exception {
        try (StubServer server = builder().token("ann", "secret").start()) {
            assertThat(ask(server, request + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nContent-Length: 20\r\n")
                    .endsWith("\r\n\r\n{\"status\":\"healthy\"}");
            assertThat(ask(server, request.replace("GET", "HEAD") + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nContent-Length: 20\r\n")
                    .endsWith("\r\n\r\n");
            assertThat(ask(server, request.replace("GET", "POST") + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .containsIgnoringCase("\r\nAllow: GET, HEAD\r\n");
        }
    }

    /** The check that HAProxy sends by the option httpchk alone. */
    @Test
    void theRequestOfABalancerThatNamesNoPathIsAnsweredToo() throws Exception {
        try (StubServer server =
                builder().token("ann", "secret").drainTimeout(Duration.ZERO).start()) {
            String request = "OPTIONS / HTTP/1.0\r\n\r\n";
            assertThat(ask(server, request)).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"healthy\"}");
            assertThat(ask(server, "OPTIONS /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 405 ");
            assertThat(ask(server, "OPTIONS /x HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 505 ");
            server.drain();
            assertThat(ask(server, request)).startsWith("HTTP/1.1 503 ").endsWith("{\"status\":\"draining\"}");
        }
    }

    @Test
    void aBalancerIsCheckedLikeOthers() throws Exception {
        try (StubServer server = builder().start()) {
            assertThat(ask(server, "GET /health HTTP/1.0\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(ask(server, "GET /health HTTP/1.0\r\nOrigin: https://evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(ask(server, "GET /health HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(server, "GET /healthy HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        }
    }

    /** Many times, for the place of the first has to be taken before it hears that it is a WebSocket. */
    @RepeatedTest(50)
    void aBalancerReadsOneFormatAlsoWhereTheServerIsFull() throws Exception {
        try (StubServer server = builder()
                        .limits(ServerLimits.builder().maxConnections(1).build())
                        .start();
                HostilePeer first = new HostilePeer(server.uri())) {
            assertThat(first.upgrade("")).startsWith("HTTP/1.1 101 ");
            assertThat(ask(server, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
                    .contains("\r\n\r\n{\"status\":\"full\",");
        }
    }

    @Test
    void aPeerWithoutATokenIsRefusedEvenWhereItSendsMuchMore() throws Exception {
        try (StubServer server = builder().token("ann", "secret").start();
                HostilePeer peer = new HostilePeer(server.uri())) {
            String refused = upgrade("localhost", "");
            peer.write(refused.repeat(1_000));
            assertThat(peer.rest()).startsWith("HTTP/1.1 401 ").containsOnlyOnce("HTTP/1.1");
        }
    }
}
