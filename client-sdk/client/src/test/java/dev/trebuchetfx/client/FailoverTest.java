// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a subscriber sees when its next connection leads to a node that speaks less, or more, than the one before. */
class FailoverTest extends ScriptedTest {
    private static final StreamFilter CHANGED = StreamFilter.predefined("changed", Map.of());
    private static final Bytes ARGUMENT = Bytes.utf8("42");

    /** Observes with a filter and an argument, and shows 1 … 3. */
    private UUID liveWithFilterAndArgument(boolean extended) {
        StreamOptions options = EVERY.toBuilder().filter(CHANGED).build();
        client.actor("counter")
                .observe("observeState", Integer.class, options, 42)
                .listen(new StreamListener<>() {
                    @Override
                    public void onUpdate(StreamEvent.Update<Integer> update) {}

                    @Override
                    public void onEvent(StreamEvent<Integer> event) {
                        events.add(event);
                    }
                });
        if (extended) {
            server.acceptExtended();
        } else {
            server.acceptPlain();
        }
        UUID id = UUID.randomUUID();
        startAndShow(id, assertAsked(server.take(InvocationEnvelope.class)), extended ? "epoch-1" : null, 3);
        events.clear();
        return id;
    }

    private void startAndShow(UUID id, UUID callID, @Nullable String epoch, long last) {
        server.send(start(id, callID, epoch, CHANGED));
        for (long i = 1; i <= last; i++) {
            server.send(data(id, i));
        }
    }

    private static UUID assertAsked(InvocationEnvelope invocation) {
        assertThat(invocation.actorID().id()).isEqualTo("counter");
        assertThat(invocation.streamFilter()).isEqualTo(CHANGED);
        assertThat(invocation.arguments()).containsExactly(ARGUMENT);
        return invocation.callID();
    }

    private static StreamResumeEnvelope.Ext assertAsked(StreamResumeEnvelope resume) {
        StreamResumeEnvelope.Ext ext = extOf(resume);
        assertThat(ext.invokedActorID().id()).isEqualTo("counter");
        assertThat(ext.streamFilter()).isEqualTo(CHANGED);
        assertThat(ext.arguments()).containsExactly(ARGUMENT);
        assertThat(ext.heartbeatMillis()).isPositive();
        return ext;
    }

    @Test
    void aPlainNodeThatRestartsWithoutFilterAndArgumentsIsInvokedAfreshWithThem() {
        liveWithFilterAndArgument(true);
        server.lose("failover");
        reconnectPlain();

        // It may be a node with the extension, behind a gateway that swallows headers: so it is asked as one.
        assertAsked(server.take(StreamResumeEnvelope.class));
        UUID unfiltered = UUID.randomUUID();
        server.send(start(unfiltered, UUID.randomUUID(), null));
        server.send(data(unfiltered, 1, "77"));
        UUID callID = assertAsked(server.take(InvocationEnvelope.class));
        UUID next = UUID.randomUUID();
        server.send(start(next, callID, null, CHANGED));
        server.send(data(next, 1, "40"));

        assertThat(seen())
                .as("nothing of the stream without the filter")
                .containsExactly("STALE", "CATCHING_UP", "started after 3", "gap 4..? UNKNOWN", "full 1=40", "LIVE");
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void aPlainNodeThatDoesNotKnowTheRealIdIsAskedByName() {
        observe();
        server.acceptExtended();
        live(3, true);
        events.clear();
        server.lose("failover");
        reconnectPlain();

        server.take(StreamResumeEnvelope.class);
        UUID broken = UUID.randomUUID();
        server.send(start(broken, UUID.randomUUID(), null));
        server.send(new StreamErrorEnvelope(broken, "Stream setup error: Actor not found"));
        InvocationEnvelope afresh = server.take(InvocationEnvelope.class);
        assertThat(afresh.actorID().id()).isEqualTo("counter");
        UUID next = UUID.randomUUID();
        server.send(start(next, afresh.callID(), null));
        server.send(data(next, 1, "30"));
        server.send(data(next, 2, "40"));

        assertThat(seen()).doesNotContain("FAILED").endsWith("resumed at 3 CURRENT lost 0", "LIVE", "full 2=40");
    }

    @Test
    void aPlainNodeThatSaysNothingIsInvokedAfresh() {
        liveWithFilterAndArgument(true);
        server.lose("failover");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);

        time.advance(LONG.dividedBy(10));
        startAndShow(UUID.randomUUID(), assertAsked(server.take(InvocationEnvelope.class)), null, 1);

        assertThat(seen()).endsWith("gap 4..? UNKNOWN", "full 1=10", "LIVE");
    }

    @Test
    void aNodeWithTheExtensionIsToldFilterAndArgumentsOfAStreamThatBeganAtAPlainOne() {
        UUID id = liveWithFilterAndArgument(false);
        server.lose("failover");
        reconnectExtended();

        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.streamID()).isEqualTo(id);
        assertThat(assertAsked(resume).epoch())
                .as("its numbers belong to no epoch")
                .isNull();
        server.send(restarted(resume, RestartReason.UNKNOWN, null));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-2", CHANGED));
        server.send(data(next, 1, "50"));
        server.send(data(next, 2, "60"));

        assertThat(seen())
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 3 RESTARTED UNKNOWN lost ?",
                        "RESYNCING",
                        "gap 4..? UNKNOWN",
                        "started after 3",
                        "full 1=50",
                        "LIVE",
                        "full 2=60");
    }

    @Test
    void goesToAPlainNodeAndBackAndResumesWhereThePlainOneLeftOff() {
        liveWithFilterAndArgument(true);
        server.lose("failover");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        server.send(start(UUID.randomUUID(), UUID.randomUUID(), null));
        UUID plain = UUID.randomUUID();
        startAndShow(plain, assertAsked(server.take(InvocationEnvelope.class)), null, 2);
        events.clear();
        server.lose("failover back");
        reconnectExtended();

        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.streamID()).isEqualTo(plain);
        assertThat(resume.lastSequence()).isEqualTo(2);
        assertThat(assertAsked(resume).epoch()).isNull();
        server.send(current(resume));

        assertThat(seen()).containsExactly("STALE", "CATCHING_UP", "resumed at 2 CURRENT lost 0", "LIVE");
    }

    @Test
    void healsAGapOnlyAtANodeThatCanBeAsked() {
        liveWithFilterAndArgument(true);
        server.lose("failover");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        server.send(start(UUID.randomUUID(), UUID.randomUUID(), null));
        UUID plain = UUID.randomUUID();
        startAndShow(plain, assertAsked(server.take(InvocationEnvelope.class)), null, 1);
        events.clear();
        server.send(data(plain, 4));
        assertThat(seen()).containsExactly("gap 2..3 JUMPED", "full 4=40");
        assertThat(server.untaken()).isEmpty();

        server.lose("failover back");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(current(resume));
        events.clear();
        server.send(data(plain, 7));
        assertThat(server.take(StreamResumeEnvelope.class).lastSequence()).isEqualTo(4);
    }

    @Test
    void doesNotUnsubscribeAtANodeThatWouldNotUnderstandIt() {
        var stream = observe();
        server.acceptExtended();
        live(3, true);
        server.lose("failover");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, UUID.randomUUID(), null));
        stream.close();
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void unsubscribesAtANodeThatHasShownTheExtensionInItsAnswerAlone() {
        var stream = observe();
        server.acceptPlain();
        live(3, false);
        server.lose("failover");
        reconnectPlain();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.UNKNOWN, null));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1"));
        stream.close();
        assertThat(server.take(StreamEndEnvelope.class).streamID()).isEqualTo(next);
    }
}
