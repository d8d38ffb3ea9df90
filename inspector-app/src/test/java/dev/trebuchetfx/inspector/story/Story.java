// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.story;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Emits what a client's taps would see, with a clock of its own. Each step is one thing that happens on the line. */
public final class Story implements InstantSource {
    private static final URI ENDPOINT = URI.create("ws://127.0.0.1:8080");

    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);

    private static final String EPOCH = "b7e1c94d";

    private final TapHub hub;
    private Instant now = Instant.parse("2026-03-14T09:26:53.000Z");
    private int connection;
    private int ids;
    /** The call of the last resume of each stream: its answer names it. */
    private final Map<UUID, UUID> resumes = new HashMap<>();

    public Story(TapHub hub) {
        this.hub = hub;
    }

    /** One server stream of the story. */
    public record Line(int stream, UUID streamID, ActorId actor) {}

    @Override
    public Instant instant() {
        return now;
    }

    public Story after(long millis) {
        now = now.plusMillis(millis);
        return this;
    }

    public UUID id() {
        ids++;
        return new UUID(0x8F2A41C09B3D4E57L * ids, 0x8A00_0000_0000_0000L + ids);
    }

    public Story emit(TapEvent event) {
        hub.emit(event);
        return this;
    }

    private Story sent(Envelope envelope) {
        hub.message(TapEvents.nanos(now), connection, true, envelope, TestEncoder.encode(envelope));
        return this;
    }

    public Story received(Envelope envelope) {
        hub.message(TapEvents.nanos(now), connection, false, envelope, TestEncoder.encode(envelope));
        return this;
    }

    public Story connect() {
        connection++;
        emit(new TapEvent.ConnectionChanged(now, connection, new ConnectionState.Connecting(ENDPOINT)));
        after(18);
        return emit(new TapEvent.ConnectionChanged(now, connection, new ConnectionState.Connected(ENDPOINT)));
    }

    public Story cut(Line... lines) {
        emit(new TapEvent.ConnectionChanged(
                now,
                connection,
                new ConnectionState.Reconnecting(1, ENDPOINT, now.plusMillis(400), "connection reset by peer")));
        for (Line line : lines) {
            freshness(line, Freshness.STALE, "the connection was lost");
        }
        return this;
    }

    public Story freshness(Line line, Freshness freshness, String why) {
        return emit(new TapEvent.FreshnessChanged(now, line.stream(), freshness, why));
    }

    public Line open(int stream, String name, String method) {
        ActorId actor = ActorId.of(name);
        UUID call = id();
        emit(new TapEvent.StreamOpened(now, stream, actor, method, null));
        sent(new InvocationEnvelope(
                call,
                actor,
                method,
                2,
                List.of(),
                List.of(),
                null,
                null,
                new InvocationEnvelope.Ext(1, List.of("json-patch"), 5_000L)));
        after(6);
        return started(stream, actor, method, call, false, 100);
    }

    private Line started(int stream, ActorId actor, String method, UUID call, boolean restart, int buffer) {
        UUID streamID = id();
        var ext = new StreamStartEnvelope.Ext(1, EPOCH, buffer, 300, "json-patch", 5_000L);
        ActorId real = new ActorId("4F0C6E3A-todos", "127.0.0.1", 8080);
        received(new StreamStartEnvelope(streamID, call, real, method, null, ext));
        emit(new TapEvent.StreamStarted(now, connection, stream, streamID, real, restart, ext));
        return new Line(stream, streamID, actor);
    }

    public Story data(Line line, long sequence, Bytes data, StreamDataEnvelope.@Nullable Ext ext) {
        return received(new StreamDataEnvelope(line.streamID(), sequence, data, now, ext));
    }

    public Story update(Line line, long sequence, UpdateKind kind) {
        Bytes data = Bytes.utf8(state(sequence));
        data(line, sequence, kind == UpdateKind.DELTA ? change(sequence) : data, null);
        accepted(line, sequence, data, kind);
        return emit(new TapEvent.PositionAdvanced(now, line.stream(), line.streamID(), sequence));
    }

    private void accepted(Line line, long sequence, Bytes data, UpdateKind kind) {
        hub.updateAccepted(
                TapEvents.nanos(now),
                line.stream(),
                new StreamDataEnvelope(line.streamID(), sequence, data, now, null),
                kind);
    }

    public Story updates(Line line, long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            after(20 + sequence * 37 % 61);
            update(line, sequence, sequence > 1 && sequence % 5 != 0 ? UpdateKind.DELTA : UpdateKind.FULL);
        }
        return this;
    }

    public Story replay(Line line, long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            after(1);
            update(line, sequence, UpdateKind.REPLAY);
        }
        return this;
    }

    public Story duplicate(Line line, long sequence) {
        data(line, sequence, Bytes.utf8(state(sequence)), null);
        return emit(new TapEvent.DuplicateSeen(now, line.stream(), line.streamID(), sequence));
    }

    public Story skipped(Line line, long sequence, long count) {
        Bytes data = Bytes.utf8(state(sequence));
        data(line, sequence, data, new StreamDataEnvelope.Ext(null, count, null));
        return emit(new TapEvent.UpdateAccepted(now, line.stream(), line.streamID(), sequence, UpdateKind.FULL, data));
    }

    public Story gap(Line line, long from, @Nullable Long to, GapReport.Cause cause, boolean healed) {
        return emit(new TapEvent.GapSeen(now, line.stream(), new GapReport(line.streamID(), from, to, cause, healed)));
    }

    public Story resume(Line line, long last) {
        UUID call = id();
        resumes.put(line.streamID(), call);
        sent(new StreamResumeEnvelope(
                line.streamID(),
                last,
                line.actor(),
                "observeState",
                new StreamResumeEnvelope.Ext(
                        1, EPOCH, call, line.actor(), null, List.of(), List.of("json-patch"), true, false)));
        return emit(new TapEvent.ResumeSent(now, connection, line.stream(), line.streamID(), last));
    }

    private UUID answered(Line line) {
        UUID call = resumes.remove(line.streamID());
        return call == null ? id() : call;
    }

    public Story replayed(Line line, long last, long to, long oldest) {
        after(7);
        received(new StreamResumedEnvelope(
                line.streamID(), answered(line), EPOCH, ResumeOutcome.REPLAYED, null, last + 1, to, oldest, to));
        return emit(new TapEvent.ResumeAnswered(
                now,
                line.stream(),
                new ResumeReport(
                        line.streamID(),
                        last,
                        ResumeOutcome.REPLAYED,
                        null,
                        last + 1,
                        to,
                        0L,
                        oldest,
                        to,
                        Duration.ofMillis(7))));
    }

    /** {@code lost}: how many updates the server can't send any more; null where it does not say. */
    public Line restarted(Line line, long last, RestartReason reason, @Nullable Long lost) {
        // The state after the newest is what the new stream begins with.
        Long newest = lost == null ? null : Long.valueOf(last + lost + 1);
        after(9);
        UUID call = answered(line);
        received(new StreamResumedEnvelope(
                line.streamID(), call, EPOCH, ResumeOutcome.RESTARTED, reason, null, null, newest, newest));
        emit(new TapEvent.ResumeAnswered(
                now,
                line.stream(),
                new ResumeReport(
                        line.streamID(),
                        last,
                        ResumeOutcome.RESTARTED,
                        reason,
                        null,
                        null,
                        lost,
                        newest,
                        newest,
                        Duration.ofMillis(9))));
        return started(line.stream(), line.actor(), "observeState", call, true, 100);
    }

    public Story heartbeat(Line line, long newest) {
        return received(new HeartbeatEnvelope(Map.of(line.streamID(), newest)));
    }

    public Story undecodable(String frame, String why) {
        return emit(new TapEvent.MessageUndecodable(
                now, connection, Bytes.utf8(frame), new WireException(WireException.Problem.MALFORMED, why, null)));
    }

    public Story call(String actor, String method, String argument, @Nullable String result, @Nullable String error) {
        UUID call = id();
        emit(new TapEvent.CallStarted(now, call, ActorId.of(actor), method));
        sent(new InvocationEnvelope(
                call, ActorId.of(actor), method, 2, List.of(), List.of(Bytes.utf8(argument)), null, null, null));
        after(4);
        received(new ResponseEnvelope(call, result == null ? null : Bytes.utf8(result), error));
        return emit(new TapEvent.CallEnded(now, call, method, Duration.ofMillis(4), error));
    }

    /** What changes the state of the todo actor into that after so many updates, as it travels. */
    private static Bytes change(long sequence) {
        StringBuilder patch = new StringBuilder("[{\"op\":\"replace\",\"path\":\"/revision\",\"value\":")
                .append(sequence)
                .append("},{\"op\":\"replace\",\"path\":\"/pendingCount\",\"value\":")
                .append(sequence % 4)
                .append('}');
        for (int i = 0; i < 4; i++) {
            boolean done = (sequence >> i) % 2 == 1;
            if (done != (((sequence - 1) >> i) % 2 == 1)) {
                patch.append(",{\"op\":\"replace\",\"path\":\"/todos/")
                        .append(i)
                        .append("/done\",\"value\":")
                        .append(done)
                        .append('}');
            }
        }
        return DELTAS.encode(new StateDelta(false, Bytes.utf8(patch.append(']').toString())));
    }

    /** The state of the todo actor after so many updates. */
    public static String state(long sequence) {
        StringBuilder todos = new StringBuilder();
        String[] titles = {
            "Order the oak for the frame", "Oil the winch", "Grüße an die Werkstatt schicken", "Measure the sling",
        };
        for (int i = 0; i < titles.length; i++) {
            todos.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"t-")
                    .append(i + 1)
                    .append("\",\"title\":\"")
                    .append(titles[i])
                    .append("\",\"done\":")
                    .append((sequence >> i) % 2 == 1)
                    .append('}');
        }
        return "{\"revision\":" + sequence + ",\"pendingCount\":" + sequence % 4 + ",\"todos\":[" + todos
                + "],\"editor\":null}";
    }
}
