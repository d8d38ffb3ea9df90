// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A client and a scripted server in the test's thread, and words for what both say. */
abstract class ScriptedTest {
    static final ActorId REAL = new ActorId("0B8E6388-3E5D-4B12-862A-65CB0E34F68F", "0.0.0.0", 8080);
    static final Instant SENT = Instant.parse("2026-03-12T18:15:19Z");
    static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(1_000).build();
    static final Duration LONG = Duration.ofMinutes(1);

    final ManualTime time = new ManualTime();
    final ScriptedServer server = new ScriptedServer();
    final List<TapEvent> taps = new ArrayList<>();
    final List<StreamEvent<Integer>> events = new ArrayList<>();
    final TrebuchetClient client =
            configure(TestClients.inCallingThread(time, server)).build();

    TrebuchetClient.Builder configure(TrebuchetClient.Builder builder) {
        return builder.tap(taps::add)
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofSeconds(1), Duration.ofSeconds(8))
                        .maxAttempts(100)
                        .resetAfter(Duration.ofSeconds(10))
                        .build());
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    ActorStream<Integer> observe() {
        return observe(EVERY);
    }

    ActorStream<Integer> observe(StreamOptions options) {
        ActorStream<Integer> stream = client.actor("counter").observe("observeState", Integer.class, options);
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Integer> update) {}

            @Override
            public void onEvent(StreamEvent<Integer> event) {
                events.add(event);
            }
        });
        return stream;
    }

    /** The stream starts and shows 1 … last, each number's state being ten times itself. */
    UUID live(long last, boolean extended) {
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        UUID streamID = UUID.randomUUID();
        server.send(start(streamID, invocation.callID(), extended ? "epoch-1" : null));
        for (long i = 1; i <= last; i++) {
            server.send(data(streamID, i));
        }
        return streamID;
    }

    void reconnectExtended() {
        awaitAttempt();
        server.acceptExtended();
    }

    void reconnectPlain() {
        awaitAttempt();
        server.acceptPlain();
    }

    /** Lets time pass until the client tries again, and no further: an attempt has a deadline of its own. */
    void awaitAttempt() {
        int before = server.attempts().size();
        for (int i = 0; i < 600 && server.attempts().size() == before; i++) {
            time.advance(Duration.ofMillis(100));
        }
    }

    static StreamStartEnvelope start(UUID streamID, UUID callID, @Nullable String epoch) {
        return start(streamID, callID, epoch, null);
    }

    static StreamStartEnvelope start(
            UUID streamID, UUID callID, @Nullable String epoch, @Nullable StreamFilter filter) {
        var ext = epoch == null ? null : new StreamStartEnvelope.Ext(1, epoch, 100, 300, null, null);
        return new StreamStartEnvelope(streamID, callID, REAL, "observeState", filter, ext);
    }

    static StreamDataEnvelope data(UUID streamID, long sequence) {
        return data(streamID, sequence, Long.toString(sequence * 10));
    }

    static StreamDataEnvelope data(UUID streamID, long sequence, String json) {
        return new StreamDataEnvelope(streamID, sequence, Bytes.utf8(json), SENT, null);
    }

    static StreamResumedEnvelope current(StreamResumeEnvelope resume) {
        return resumed(resume, ResumeOutcome.CURRENT, null, null, resume.lastSequence());
    }

    static StreamResumedEnvelope replayed(StreamResumeEnvelope resume, long to) {
        return resumed(resume, ResumeOutcome.REPLAYED, null, resume.lastSequence() + 1, to);
    }

    static StreamResumedEnvelope restarted(StreamResumeEnvelope resume, RestartReason reason, @Nullable Long newest) {
        return new StreamResumedEnvelope(
                resume.streamID(),
                extOf(resume).callID(),
                "epoch-1",
                ResumeOutcome.RESTARTED,
                reason,
                null,
                null,
                null,
                newest);
    }

    static StreamResumeEnvelope.Ext extOf(StreamResumeEnvelope resume) {
        return Objects.requireNonNull(resume.ext(), "a resume of ours carries ext");
    }

    private static StreamResumedEnvelope resumed(
            StreamResumeEnvelope resume,
            ResumeOutcome outcome,
            @Nullable RestartReason reason,
            @Nullable Long from,
            @Nullable Long to) {
        return new StreamResumedEnvelope(
                resume.streamID(), extOf(resume).callID(), "epoch-1", outcome, reason, from, to, 1L, to);
    }

    /** The events as one line each, for whole-list assertions: what a subscriber sees, in order. */
    List<String> seen() {
        return events.stream().map(ScriptedTest::describe).toList();
    }

    static <T> String describe(StreamEvent<T> event) {
        return switch (event) {
            case StreamEvent.Update<T> u ->
                u.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + u.sequence() + "=" + u.value();
            case StreamEvent.Started<T> s -> "started" + (s.resumedFrom() == null ? "" : " after " + s.resumedFrom());
            case StreamEvent.FreshnessChanged<T> f -> f.freshness().name();
            case StreamEvent.Gap<T> g ->
                "gap " + g.report().fromSequence() + ".."
                        + (g.report().toSequence() == null ? "?" : g.report().toSequence()) + " "
                        + g.report().cause() + (g.report().healed() ? " healed" : "");
            case StreamEvent.Resumed<T> r ->
                "resumed at " + r.report().lastSequence() + " " + r.report().outcome()
                        + (r.report().reason() == null ? "" : " " + r.report().reason())
                        + " lost "
                        + (r.report().lost() == null ? "?" : r.report().lost());
            case StreamEvent.Duplicate<T> d -> "duplicate " + d.sequence();
            case StreamEvent.Undecodable<T> u -> "undecodable " + u.sequence();
            case StreamEvent.RestartsSlowed<T> s -> "slowed after " + s.restarts() + " restarts";
            case StreamEvent.Drifted<T> d -> "drifted " + d.sequence() + " at " + d.path();
            case StreamEvent.Ended<T> e -> "ended " + e.reason().wireName();
            case StreamEvent.Failed<T> f -> "failed " + f.error().code();
        };
    }
}
