// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The methods that each kind of message reaches, over a socket. */
@Timeout(30)
class ReachTest {
    private StubServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder().bundledActors().start();
        client = RawClient.ext(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void resume(UUID stream, String actor, String method, boolean extension, String... arguments) {
        List<Bytes> values = List.of(arguments).stream().map(Bytes::utf8).toList();
        client.send(new StreamResumeEnvelope(
                stream,
                0,
                ActorId.of(actor),
                method,
                extension
                        ? new StreamResumeEnvelope.Ext(
                                1, null, UUID.randomUUID(), ActorId.of(actor), null, values, List.of(), false, false)
                        : null));
    }

    @Test
    void aResumeRunsNoMethodThatOpensNoStream() {
        resume(UUID.randomUUID(), "todos", "addTodo", true, "\"Milk\"");

        assertThat(client.next(StreamResumedEnvelope.class).reason()).isEqualTo(RestartReason.UNKNOWN);
        StreamStartEnvelope start = client.next(StreamStartEnvelope.class);
        StreamErrorEnvelope error = client.next(StreamErrorEnvelope.class);
        assertThat(error.streamID()).isEqualTo(start.streamID());
        assertThat(error.errorMessage())
                .isEqualTo("Stream setup error: addTodo(String title) can't be observed: it must return a StreamedState"
                        + " but returns Todo");
        assertThat(RawClient.resultOf(client.call("todos", "pendingCount"))).isEqualTo("0");
        assertThat(server.streams()).isEmpty();
    }

    @Test
    void aResumeOfVersionTwoRunsNoneEither() {
        resume(UUID.randomUUID(), "counter", "increment", false);

        client.next(StreamStartEnvelope.class);
        assertThat(client.next(StreamErrorEnvelope.class).errorMessage()).contains("increment() can't be observed");
        client.observe("counter", "observeState");
        assertThat(client.data().data().utf8()).isEqualTo("{\"count\":0}");
    }

    @Test
    void aResumeThatNamesAnotherMethodOrActorIsNoneOfTheStream() {
        StreamStartEnvelope start = client.observe("counter", "observeState");
        client.data();
        for (String[] other : new String[][] {{"counter", "increment"}, {"todos", "observeState"}}) {
            resume(start.streamID(), other[0], other[1], true);
            assertThat(client.next(StreamResumedEnvelope.class).reason()).isEqualTo(RestartReason.UNKNOWN);
            assertThat(client.next(StreamStartEnvelope.class).streamID()).isNotEqualTo(start.streamID());
            client.next();
        }
        client.call("counter", "increment");
        assertThat(client.later).hasSize(1);
    }

    @Test
    void aProtocolVersionThatNobodySpeaksIsRefused() {
        for (int version : new int[] {0, 3, Integer.MAX_VALUE}) {
            for (String method : new String[] {"increment", "observeState"}) {
                client.send(invocation(method, version));
                assertThat(client.next(ResponseEnvelope.class).errorMessage())
                        .isEqualTo("protocolVersion must be 1 or 2 but was " + version);
            }
        }
        client.send(invocation("increment", 1));
        assertThat(RawClient.resultOf(client.next(ResponseEnvelope.class))).isEqualTo("1");
    }

    private static InvocationEnvelope invocation(String method, int version) {
        return new InvocationEnvelope(
                UUID.randomUUID(), ActorId.of("counter"), method, version, List.of(), List.of(), null, null, null);
    }
}
