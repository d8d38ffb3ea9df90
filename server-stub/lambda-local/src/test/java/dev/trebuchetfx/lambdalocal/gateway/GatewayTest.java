// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The emulated gateway as a client and as a function meet it: by real sockets, and by the SDK of AWS. */
@Timeout(60)
class GatewayTest {
    // The opcodes of frames (RFC 6455, section 11.8).
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final Bytes OK = Bytes.utf8("{\"statusCode\":200}");

    private final Clock time = new Clock();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, CompletionStage<Bytes>> function =
            event -> CompletableFuture.completedFuture(OK);
    private GatewaySettings settings = GatewaySettings.DOCUMENTED;
    private @Nullable Gateway started;

    /** A clock that this test moves, and whose timers any thread may set. The wall clock goes on, by which requests are signed. */
    private static final class Clock implements TimeSource {
        private final ManualTime time = new ManualTime(new Random(1));

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public synchronized long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public synchronized Timer schedule(Duration delay, Runnable action) {
            Timer timer = time.schedule(delay, action);
            return () -> {
                synchronized (this) {
                    timer.cancel();
                }
            };
        }

        @Override
        public synchronized RandomGenerator random() {
            return time.random();
        }

        synchronized void advance(Duration duration) {
            time.advance(duration);
        }
    }

    /** Keeps what a WebSocket hears. */
    private static final class Heard implements WebSocket.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void start() throws Exception {
        started = new Gateway(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                settings,
                new SigningKey("local", "secret", "us-east-1"),
                time,
                event -> {
                    JsonNode json = JsonMapper.shared().readTree(event.unsafeArray());
                    events.add(json);
                    return function.apply(json);
                });
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private Gateway gateway() {
        return Objects.requireNonNull(started, "start() comes first");
    }

    private WebSocket connect(Heard heard, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + gateway().port() + "/local?a=b%20c"), heard)
                .join();
    }

    private int refused(String... headers) {
        try {
            connect(new Heard(), headers);
            return 101;
        } catch (CompletionException e) {
            return Objects.requireNonNull((WebSocketHandshakeException) e.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    /**
     * Sends one frame of text and a ping over a socket, as no client library does. Returns the code with which it is closed; -1 if the ping is
     * answered instead.
     */
    private int closedAfterFrame(int bytes) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway().port())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            String request = String.join(
                    "\r\n",
                    "GET /local HTTP/1.1",
                    "Host: localhost",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "",
                    "");
            out.writeBytes(request);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            writeFrame(out, TEXT, bytes);
            writeFrame(out, PING, 0);
            int first = in.readUnsignedByte() & 0x0F;
            in.readUnsignedByte();
            return switch (first) {
                case CLOSE -> in.readUnsignedShort();
                case PONG -> -1;
                default -> throw new AssertionError("expected a closing frame or a pong but found opcode " + first);
            };
        }
    }

    /** Writes a frame of a client, masked with zeros (RFC 6455, section 5.2). */
    private static void writeFrame(DataOutputStream out, int opcode, int bytes) throws IOException {
        out.writeByte(0x80 | opcode);
        if (bytes < 126) {
            out.writeByte(0x80 | bytes);
        } else {
            out.writeByte(0x80 | 126);
            out.writeShort(bytes);
        }
        out.writeInt(0);
        out.write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    private ApiGatewayManagementApiClient api(String secret) {
        return ApiGatewayManagementApiClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create("http://127.0.0.1:" + gateway().port() + "/local"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", secret)))
                .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    private void awaitOpen(int count) {
        await().until(() -> gateway().connectionCount() == count);
    }

    private JsonNode event(String type) {
        return await().until(
                        () -> events.stream()
                                .filter(event -> event.path("requestContext")
                                        .path("eventType")
                                        .asString("")
                                        .equals(type))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private String id() {
        return event("CONNECT").path("requestContext").path("connectionId").stringValue();
    }

    // ---- what the function gets ----

    @Test
    void theFunctionHearsOfAConnectionItsMessagesAndItsEnd() throws Exception {
        settings = settings.withTokens(Map.of("secret-token", "ann"));
        start();
        assertThat(refused()).isEqualTo(401);
        Heard heard = new Heard();
        WebSocket socket = connect(heard, "Authorization", "Bearer secret-token");
        awaitOpen(1);
        JsonNode connect = event("CONNECT");
        assertThat(connect.path("requestContext").path("routeKey").stringValue())
                .isEqualTo("$connect");
        assertThat(connect.path("requestContext").path("stage").stringValue()).isEqualTo("local");
        assertThat(connect.path("queryStringParameters").path("a").stringValue())
                .isEqualTo("b c");
        assertThat(connect.path("requestContext")
                        .path("authorizer")
                        .path("principalId")
                        .stringValue())
                .isEqualTo("ann");
        socket.sendText("{\"x\":", false).join();
        socket.sendText("\"ä€\"}", true).join();
        JsonNode message = event("MESSAGE");
        assertThat(message.path("body").stringValue()).isEqualTo("{\"x\":\"ä€\"}");
        assertThat(message.path("requestContext").path("routeKey").stringValue())
                .isEqualTo("$default");
        socket.sendClose(1000, "done").join();
        JsonNode gone = event("DISCONNECT");
        assertThat(gone.path("requestContext").path("disconnectStatusCode").intValue())
                .isEqualTo(1000);
        assertThat(gone.path("requestContext").path("connectionId").stringValue())
                .isEqualTo(id());
    }

    @Test
    void theFunctionMayRefuseAConnection() throws Exception {
        function = event -> CompletableFuture.completedFuture(Bytes.utf8("{\"statusCode\":403}"));
        start();
        assertThat(refused()).isEqualTo(403);
        function = event -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
        assertThat(refused()).isEqualTo(502);
    }

    @Test
    void aFunctionThatTakesMoreThan29SecondsCountsAsFailed() throws Exception {
        start();
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        awaitOpen(1);
        function = event -> new CompletableFuture<>();
        socket.sendText("{}", true).join();
        event("MESSAGE");
        time.advance(Duration.ofSeconds(28));
        assertThat(heard.texts).isEmpty();
        time.advance(Duration.ofSeconds(1));
        await().untilAsserted(() ->
                assertThat(heard.texts).singleElement().asString().contains("Endpoint request timed out"));
        function = event -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
        socket.sendText("{}", true).join();
        await().untilAsserted(() ->
                assertThat(heard.texts).hasSize(2).last().asString().contains("Internal server error"));
    }

    @Test
    void aDisconnectionMayGoUntold() throws Exception {
        start();
        gateway().faults().loseDisconnects(1);
        WebSocket socket = connect(new Heard());
        awaitOpen(1);
        socket.abort();
        awaitOpen(0);
        assertThat(events).hasSize(1);
    }

    // ---- limits ----

    @Test
    void binaryMessagesAndLargeOnesCloseTheConnection() throws Exception {
        start();
        Heard binary = new Heard();
        connect(binary).sendBinary(ByteBuffer.wrap(new byte[10]), true).join();
        assertThat(binary.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1003);
        assertThat(closedAfterFrame(32 << 10))
                .as("the function answers nothing")
                .isEqualTo(-1);
        assertThat(closedAfterFrame((32 << 10) + 1)).isEqualTo(1009);
        Heard whole = new Heard();
        WebSocket socket = connect(whole);
        for (int i = 0; i < 4; i++) {
            socket.sendText("x".repeat(32 << 10), false).join();
        }
        var unused = socket.sendText("x", true);
        assertThat(whole.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1009);
        assertThat(events).filteredOn(event -> event.has("body")).hasSize(1);
    }

    @Test
    void idleConnectionsAndOldOnesAreClosed() throws Exception {
        start();
        Heard idle = new Heard();
        connect(idle);
        awaitOpen(1);
        time.advance(Duration.ofMinutes(10));
        assertThat(idle.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
        Heard busy = new Heard();
        WebSocket socket = connect(busy);
        awaitOpen(1);
        for (int minutes = 0; minutes < 120; minutes += 5) {
            assertThat(busy.closed).isNotDone();
            int before = events.size();
            socket.sendText("{}", true).join();
            await().until(() -> events.size() > before);
            time.advance(Duration.ofMinutes(5));
        }
        assertThat(busy.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
    }

    @Test
    void newConnectionsAndRequestsHaveQuotas() throws Exception {
        settings = new GatewaySettings("local", GatewayLimits.API_GATEWAY, 2, 3, 3, Duration.ofSeconds(29), Map.of());
        start();
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        connect(new Heard());
        assertThat(refused()).isEqualTo(429);
        time.advance(Duration.ofSeconds(1));
        connect(new Heard());
        awaitOpen(3);
        socket.sendText("{}", true).join();
        await().until(() -> gateway().messageCount() == 1);
        try (ApiGatewayManagementApiClient api = api("secret")) {
            post(api, id(), "1");
            post(api, id(), "2");
            assertThatThrownBy(() -> post(api, id(), "3")).isInstanceOf(LimitExceededException.class);
            socket.sendText("{}", true).join();
            await().untilAsserted(
                            () -> assertThat(heard.texts).last().asString().contains("Limit Exceeded"));
            time.advance(Duration.ofSeconds(1));
            post(api, id(), "4");
        }
        await().untilAsserted(
                        () -> assertThat(heard.texts).contains("1", "2", "4").doesNotContain("3"));
    }

    // ---- posts ----

    private static void post(ApiGatewayManagementApiClient api, String id, String text) {
        api.postToConnection(request -> request.connectionId(id).data(SdkBytes.fromUtf8String(text)));
    }

    @Test
    void theSdkPostsAsksAndCloses() throws Exception {
        start();
        Heard heard = new Heard();
        connect(heard, "User-Agent", "test");
        awaitOpen(1);
        try (ApiGatewayManagementApiClient api = api("secret")) {
            String large = "ä".repeat(60_000);
            post(api, id(), large);
            await().untilAsserted(() -> assertThat(heard.texts).containsExactly(large));
            var found = api.getConnection(request -> request.connectionId(id()));
            assertThat(Objects.requireNonNull(found.identity()).userAgent()).isEqualTo("test");
            assertThat(found.connectedAt()).isBeforeOrEqualTo(Instant.now());
            assertThatThrownBy(() -> post(api, id(), "x".repeat((128 << 10) + 1)))
                    .isInstanceOf(PayloadTooLargeException.class);
            api.deleteConnection(request -> request.connectionId(id()));
            assertThat(heard.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
            awaitOpen(0);
            assertThatThrownBy(() -> post(api, id(), "late")).isInstanceOf(GoneException.class);
        }
    }

    @Test
    void aConnectionThatIsNotOpenYetIsGoneForPosts() throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        function = event -> CompletableFuture.supplyAsync(() -> {
            if (event.path("requestContext").path("eventType").asString("").equals("CONNECT")) {
                try (ApiGatewayManagementApiClient api = api("secret")) {
                    post(api, event.path("requestContext").path("connectionId").stringValue(), "early");
                    outcome.complete("posted");
                } catch (GoneException e) {
                    outcome.complete("gone");
                }
            }
            return OK;
        });
        start();
        connect(new Heard());
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("gone");
    }

    @Test
    void whoSignsOtherwiseIsRefused() throws Exception {
        start();
        connect(new Heard());
        awaitOpen(1);
        try (ApiGatewayManagementApiClient wrong = api("another")) {
            assertThatThrownBy(() -> post(wrong, id(), "x"))
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining("signature we calculated does not match")
                    .extracting(failure -> ((ApiGatewayManagementApiException) failure).statusCode())
                    .isEqualTo(403);
        }
        assertThat(gateway().postCount()).isZero();
    }

    @Test
    void postsMayOvertakeEachOther() throws Exception {
        start();
        Heard heard = new Heard();
        connect(heard);
        awaitOpen(1);
        gateway().faults().reorder(0.5, Duration.ofMillis(20));
        try (ApiGatewayManagementApiClient api = api("secret")) {
            for (int i = 0; i < 20; i++) {
                post(api, id(), String.valueOf(i));
            }
        }
        time.advance(Duration.ofMillis(20));
        await().until(() -> heard.texts.size() == 20);
        assertThat(heard.texts)
                .isNotEqualTo(heard.texts.stream()
                        .sorted(Comparator.comparingInt(Integer::parseInt))
                        .toList());
    }
}
