// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The filter of a live stream changes. */
class FilterUpdateTest {
    private static final StreamFilter FROM_THREE =
            StreamFilter.predefined("threshold", Map.of("field", "count", "comparison", "gte", "value", "3"));

    private StubServer server;
    private InMemoryTransport transport;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .withoutSocket()
                .time(new ManualTime())
                .executor(Runnable::run)
                .token("ann", "a")
                .token("bob", "b")
                .bundledActors()
                .start();
        transport = new InMemoryTransport(server.acceptor(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MemoryPeer peer(String token) {
        return new MemoryPeer(transport, Map.of("Trebuchet-Ext", "1", "Authorization", "Bearer " + token));
    }

    @Test
    void appliesFromTheNumberThatTheAnswerNames() {
        MemoryPeer peer = peer("a");
        StreamStartEnvelope start = peer.observe();
        MemoryPeer editor = peer("b");
        editor.increment();
        peer.send(new StreamUpdateEnvelope(start.streamID(), FROM_THREE));
        editor.increment();
        editor.increment();
        editor.increment();
        assertThat(peer.next(StreamDataEnvelope.class).data().utf8()).isEqualTo("{\"count\":1}");
        assertThat(peer.next(StreamUpdatedEnvelope.class)).isEqualTo(new StreamUpdatedEnvelope(start.streamID(), 3));
        StreamDataEnvelope third = peer.next(StreamDataEnvelope.class);
        assertThat(third.sequenceNumber()).isEqualTo(3);
        assertThat(third.data().utf8()).isEqualTo("{\"count\":3}");
        assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(4);

        peer.send(new StreamUpdateEnvelope(start.streamID(), null));
        editor.send(RawClient.invocation("counter", "reset", null, null));
        assertThat(peer.next(StreamUpdatedEnvelope.class).fromSequence()).isEqualTo(5);
        StreamDataEnvelope fifth = peer.next(StreamDataEnvelope.class);
        assertThat(fifth.sequenceNumber())
                .as("what is shown already does not come again")
                .isEqualTo(5);
        assertThat(fifth.data().utf8()).isEqualTo("{\"count\":0}");
    }

    @Test
    void oneThatAnotherFollowsIsAnsweredAndNotShown() throws IOException {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        try (StubServer slow = StubServer.builder()
                .withoutSocket()
                .time(new ManualTime())
                .executor(tasks::add)
                .bundledActors()
                .start()) {
            MemoryPeer peer = new MemoryPeer(new InMemoryTransport(slow.acceptor(), Runnable::run, Runnable::run));
            peer.send(RawClient.invocation("todos", "observeState", null, null));
            runAll(tasks);
            StreamStartEnvelope start = peer.next(StreamStartEnvelope.class);
            assertThat(peer.next(StreamDataEnvelope.class).sequenceNumber()).isEqualTo(1);

            for (int i = 0; i < 50; i++) {
                for (String field : List.of("/todos", "/pendingCount")) {
                    peer.send(new StreamUpdateEnvelope(
                            start.streamID(), StreamFilter.predefined("fields", Map.of("paths", field + ",/no" + i))));
                }
            }
            runAll(tasks);

            for (int i = 0; i < 100; i++) {
                assertThat(peer.next(StreamUpdatedEnvelope.class).fromSequence())
                        .isEqualTo(2);
            }
            StreamDataEnvelope last = peer.next(StreamDataEnvelope.class);
            assertThat(last.sequenceNumber()).isEqualTo(2);
            assertThat(last.data().utf8()).isEqualTo("{\"pendingCount\":0}");

            peer.send(new StreamUpdateEnvelope(start.streamID(), null));
            runAll(tasks);
            assertThat(peer.next(StreamUpdatedEnvelope.class).fromSequence()).isEqualTo(3);
            assertThat(peer.next(StreamDataEnvelope.class).data().utf8()).contains("todos", "pendingCount");
        }
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void isForTheOwnStreamsOfAPrincipalOnly() {
        StreamStartEnvelope start = peer("a").observe();
        MemoryPeer bob = peer("b");
        for (UUID id : new UUID[] {start.streamID(), new UUID(0, 1)}) {
            bob.send(new StreamUpdateEnvelope(id, FROM_THREE));
            assertThat(bob.next(StreamErrorEnvelope.class))
                    .isEqualTo(new StreamErrorEnvelope(id, "Stream error: unknown stream"));
        }
    }
}
