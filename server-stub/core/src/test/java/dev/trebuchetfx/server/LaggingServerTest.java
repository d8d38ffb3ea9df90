// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.server.StoredActorTest.Account;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server to which no news of others' changes has come yet: nobody who has seen them elsewhere sees an older state there. */
@Timeout(60)
class LaggingServerTest {
    private final ActorStateStore store =
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID);
    private final List<AutoCloseable> open = new ArrayList<>();
    private StubServer prompt;
    private StubServer lagging;

    @BeforeEach
    void start() throws IOException {
        prompt = node(store);
        lagging = node(new ForwardingStore(store) {
            @Override
            public StateChangeSource changes() {
                return new StateChangeSource() {
                    @Override
                    public void start(Listener listener) {
                        listener.connected();
                    }

                    @Override
                    public void close() {}
                };
            }
        });
    }

    private StubServer node(ActorStateStore shared) throws IOException {
        StubServer server = StubServer.builder()
                .store(shared)
                .token("ann", "a")
                .token("bob", "b")
                .expose("account", new Account(new AtomicInteger()))
                .start();
        open.add(server);
        return server;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private RawClient client(StubServer server, String token) {
        RawClient client = RawClient.with(server, Map.of("Authorization", "Bearer " + token, "Trebuchet-Ext", "1"));
        open.add(0, client);
        return client;
    }

    private static void resume(RawClient client, StreamStartEnvelope start, StreamDataEnvelope last) {
        client.send(new StreamResumeEnvelope(
                start.streamID(),
                last.sequenceNumber(),
                start.actorID(),
                start.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1,
                        Objects.requireNonNull(start.ext()).epoch(),
                        UUID.randomUUID(),
                        ActorId.of("account"),
                        null,
                        List.of(),
                        List.of(),
                        true,
                        false,
                        null,
                        Objects.requireNonNull(last.ext()).cursor())));
    }

    @Test
    void whoComesBackAsSomebodyElseSeesNothingOlderThanBefore() {
        RawClient editor = client(prompt, "b");
        editor.call("account", "add", "1");
        RawClient ann = client(lagging, "a");
        StreamStartEnvelope start = ann.observe("account", "observeAmount");
        StreamDataEnvelope old = ann.data();
        assertThat(old.data().utf8()).isEqualTo("1");
        ann.cut();
        editor.call("account", "add", "1");
        RawClient elsewhere = client(prompt, "a");
        resume(elsewhere, start, old);
        elsewhere.next(StreamResumedEnvelope.class);
        StreamDataEnvelope seen = elsewhere.data();
        assertThat(seen.data().utf8()).isEqualTo("2");
        elsewhere.cut();

        RawClient bob = client(lagging, "b");
        resume(bob, start, seen);

        StreamResumedEnvelope answer = bob.next(StreamResumedEnvelope.class);
        assertThat(answer.reason()).isEqualTo(RestartReason.UNKNOWN);
        assertThat(answer.newestBuffered()).isNull();
        StreamStartEnvelope anew = bob.next(StreamStartEnvelope.class);
        assertThat(anew.streamID()).isNotEqualTo(start.streamID());
        assertThat(bob.data().data().utf8()).isEqualTo("2");
    }
}
