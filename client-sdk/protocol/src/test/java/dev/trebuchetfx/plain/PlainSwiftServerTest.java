// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.plain.FrameSocket.Frame;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** The double is as strict and as peculiar as it says. */
@Timeout(30)
class PlainSwiftServerTest {
    private static final String CALL = "0B8E6388-3E5D-4B12-862A-65CB0E34F68F";

    private PlainSwiftServer server;
    private FrameSocket client;

    @BeforeEach
    void start() throws IOException {
        server = PlainSwiftServer.start();
        server.expose("a/b", "\"x/y\"").answering("get", arguments -> "1");
        client = FrameSocket.connect(server.uri(), 100_000);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private static ObjectNode invocation(String target) {
        ObjectNode call = PlainJson.object();
        call.put("callID", CALL);
        call.putObject("actorID").put("id", "a/b");
        call.put("targetIdentifier", target);
        call.putArray("genericSubstitutions");
        call.putArray("arguments");
        return call;
    }

    private void send(String type, ObjectNode payload) throws IOException {
        client.write(true, FrameSocket.BINARY, PlainJson.message(type, payload));
    }

    private Frame read() throws IOException {
        return client.read(PlainConnection.FRAME_LIMIT);
    }

    private void awaitFault(String words) {
        await().untilAsserted(() ->
                assertThat(server.takeFaults()).singleElement().asString().contains(words));
    }

    @Test
    void writesAsSwiftDoes() throws IOException {
        send("invocation", invocation("observeState"));
        assertThat(read().payload().utf8())
                .startsWith("{\"type\":\"streamStart\",")
                .contains("\"callID\":\"" + CALL + "\"")
                .doesNotContain("ext", "null", "filter");
        Frame data = read();
        assertThat(data.opcode()).isEqualTo(FrameSocket.BINARY);
        assertThat(data.payload().utf8())
                .contains("\"data\":\"" + PlainJson.base64("\"x/y\"").replace("/", "\\/") + "\"")
                .containsPattern("\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"")
                .containsPattern("\"streamID\":\"[0-9A-F-]{36}\"");
        assertThat(server.takeFaults()).isEmpty();
    }

    @Test
    void echoesAPingStillMaskedAndMindsIt() throws IOException {
        client.write(true, FrameSocket.PING, Bytes.empty());
        assertThat(read())
                .matches(pong ->
                        pong.opcode() == FrameSocket.PONG && pong.payload().equals(Bytes.empty()));
        assertThat(server.takeFaults()).isEmpty();
        client.write(true, FrameSocket.PING, Bytes.utf8("abcd"));
        assertThat(read().payload()).isNotEqualTo(Bytes.utf8("abcd")).matches(pong -> pong.size() == 4);
        awaitFault("a ping came with a payload");
    }

    @Test
    void closesWhereAFrameIsTooLarge() throws IOException {
        client.write(true, FrameSocket.BINARY, Bytes.wrap(new byte[PlainConnection.FRAME_LIMIT + 1]));
        assertThat(read().opcode()).isEqualTo(FrameSocket.CLOSE);
        awaitFault("a frame of 16385 bytes");
    }

    @Test
    void closesWhereAMessageComesInFragments() throws IOException {
        client.write(false, FrameSocket.BINARY, Bytes.utf8("{"));
        assertThat(read().opcode()).isEqualTo(FrameSocket.CLOSE);
        awaitFault("in fragments");
    }

    @Test
    void endsTheSocketWithoutAClosingHandshake() throws IOException {
        client.write(true, FrameSocket.CLOSE, Bytes.wrap(new byte[] {3, (byte) 0xE8}));
        assertThatThrownBy(this::read).isInstanceOf(java.io.EOFException.class);
    }

    @Test
    void mindsATextFrameButUnderstandsIt() throws IOException {
        client.write(true, FrameSocket.TEXT, PlainJson.message("invocation", invocation("get")));
        assertThat(read().payload().utf8()).contains("\"result\":\"MQ==\"");
        awaitFault("a text frame");
    }

    @Test
    void mindsWhatVersion2DoesNotKnow() throws IOException {
        send("streamUpdate", PlainJson.object());
        awaitFault("the type 'streamUpdate'");
        ObjectNode more = invocation("get");
        more.put("deadline", 7);
        send("invocation", more);
        awaitFault("invocation.deadline is no key of version 2");
        ObjectNode none = invocation("get");
        none.putNull("streamFilter");
        send("invocation", none);
        awaitFault("invocation.streamFilter is missing or not in its form");
        ObjectNode lower = invocation("get");
        lower.put("callID", "0b8e6388-3e5d-4b12-862a-65cb0e34f68f");
        send("invocation", lower);
        awaitFault("invocation.callID");
        ObjectNode less = invocation("get");
        less.remove("arguments");
        send("invocation", less);
        awaitFault("invocation.arguments");
        client.write(true, FrameSocket.BINARY, Bytes.utf8("["));
        awaitFault("no JSON");
    }

    @Test
    void mayBeSentTheExtensionInItsOneKey() throws IOException {
        ObjectNode call = invocation("get");
        call.putObject("ext").put("profile", 1);
        send("invocation", call);
        assertThat(read().payload().utf8()).contains("\"result\"").doesNotContain("ext");
        assertThat(server.takeFaults()).isEmpty();
    }

    @Test
    void failsAtItsEndWithWhatItMinds() throws IOException {
        PlainSwiftServer other = PlainSwiftServer.start();
        try (FrameSocket rude = FrameSocket.connect(other.uri(), 100_000)) {
            rude.write(true, FrameSocket.PING, Bytes.utf8("x"));
            rude.read(100);
        }
        assertThatThrownBy(other::close).isInstanceOf(AssertionError.class).hasMessageContaining("not version 2");
    }
}
