// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server on one line, with faults on demand: what passes is the capture, and what the faults did is known.
 *
 * <p>Deterministic: time and ids are counted.
 */
public final class FaultModel {
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final long START = 1_773_480_413_000_000_000L;

    public final List<LineEvent> events = new ArrayList<>();
    public final List<Subject> subjects = new ArrayList<>();
    final boolean extended;
    private long time = START;
    private int connection;
    private long ids;
    private int epoch = 1;
    private boolean capturing = true;
    private String text = "a state of some length, so that a change is smaller than it";

    public FaultModel(boolean extended) {
        this.extended = extended;
    }

    /** One logical stream, and what is true of it. */
    public static final class Subject {
        final String actor;
        final @Nullable StreamFilter filter;
        UUID id = new UUID(0, 0);
        ActorId real = ActorId.of("none");
        /** The newest number that the server gave. */
        long number;
        /** The newest that the client has. */
        long shown;
        /** The state at the server; what the client has of it. */
        long state;

        long stateShown;
        boolean base;

        /** What came under the present id. */
        final Set<Long> came = new HashSet<>();

        long updates;
        long replayed;
        long overlap;
        long duplicates;
        long reordered;
        long restarts;
        long drifts;
        final List<String> gaps = new ArrayList<>();
        final List<String> resumes = new ArrayList<>();

        Subject(String actor, @Nullable StreamFilter filter) {
            this.actor = actor;
            this.filter = filter;
        }

        void gap(long from, @Nullable Long to, GapCause cause, boolean healed) {
            gaps.add(from + ".." + (to == null ? "" : to) + " " + cause.word() + (healed ? " healed" : ""));
        }
    }

    UUID id() {
        ids++;
        return new UUID(0x8F2A_41C0_9B3D_4E57L * ids, 0x8A00_0000_0000_0000L + ids);
    }

    /** Every state says this. */
    public FaultModel saying(String newText) {
        text = newText;
        return this;
    }

    public FaultModel after(long millis) {
        time += millis * 1_000_000;
        return this;
    }

    private void add(LineEvent event) {
        if (capturing) {
            events.add(event);
        }
    }

    private void message(boolean sent, Envelope envelope, int bytes) {
        after(3);
        add(new LineEvent.Message(time, connection, sent, envelope, bytes));
    }

    public FaultModel connect() {
        connection++;
        add(new LineEvent.Opened(after(20).time, connection));
        return this;
    }

    public FaultModel cut() {
        add(new LineEvent.Closed(after(5).time, connection, "reset"));
        after(400);
        return this;
    }

    public Subject open(String actor, @Nullable StreamFilter filter) {
        Subject subject = new Subject(actor, filter);
        subjects.add(subject);
        subject.state = 100;
        invoke(subject);
        return subject;
    }

    /** The client asks for the stream, and gets the state as number 1. */
    void invoke(Subject subject) {
        UUID call = id();
        message(
                true,
                new InvocationEnvelope(
                        call,
                        ActorId.of(subject.actor),
                        "observeState",
                        2,
                        List.of(),
                        List.of(),
                        subject.filter,
                        null,
                        extended ? new InvocationEnvelope.Ext(1, List.of("json-patch"), null) : null),
                280);
        started(subject, call);
    }

    private void started(Subject subject, UUID call) {
        start(subject, call);
        subject.number = 0;
        update(subject, 0);
    }

    private void start(Subject subject, UUID call) {
        subject.id = id();
        subject.came.clear();
        subject.real = new ActorId("real-" + subject.actor + "-" + ids, "127.0.0.1", 8080);
        subject.base = false;
        message(
                false,
                new StreamStartEnvelope(
                        subject.id,
                        call,
                        subject.real,
                        "observeState",
                        null,
                        extended
                                ? new StreamStartEnvelope.Ext(1, "epoch-" + epoch, 100, 300, "json-patch", null)
                                : null),
                250);
    }

    private Bytes json(long state) {
        return Bytes.utf8("{\"n\":" + state + ",\"text\":\"" + text + "\"}");
    }

    private StreamDataEnvelope data(Subject subject, long number, long state, boolean full, long skipped) {
        Bytes payload;
        if (!extended) {
            payload = json(state);
        } else if (full) {
            payload = DELTAS.encode(new StateDelta(true, json(state)));
        } else {
            payload = DELTAS.encode(new StateDelta(
                    false, Bytes.utf8("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + state + "}]")));
        }
        StreamDataEnvelope.Ext ext = extended
                ? new StreamDataEnvelope.Ext(
                        full ? null : Long.valueOf(number - 1 - skipped),
                        skipped == 0 ? null : Long.valueOf(skipped),
                        null)
                : null;
        return new StreamDataEnvelope(subject.id, number, payload, Instant.ofEpochSecond(time / 1_000_000_000), ext);
    }

    private void send(Subject subject, long number, long state, boolean full, long skipped) {
        StreamDataEnvelope data = data(subject, number, state, full, skipped);
        if (capturing) {
            subject.came.add(number);
        }
        message(false, data, 180 + data.data().size() * 4 / 3);
    }

    /** One update in its place; {@code skipped} numbers before it are left out on purpose. */
    public void update(Subject subject, long skipped) {
        subject.number += 1 + skipped;
        subject.state += subject.number == 1 ? 0 : 1;
        if (skipped > 0) {
            subject.gap(subject.number - skipped, subject.number - 1, GapCause.SKIPPED, false);
        }
        send(subject, subject.number, subject.state, !subject.base, skipped);
        subject.base = true;
        shown(subject);
    }

    private void shown(Subject subject) {
        subject.shown = subject.number;
        subject.stateShown = subject.state;
        subject.updates++;
    }

    public void updates(Subject subject, int count) {
        for (int i = 0; i < count; i++) {
            update(subject, 0);
        }
    }

    /** Updates that the server numbers and that never arrive, then one that does. The client does nothing about it. */
    public void drop(Subject subject, int count) {
        long from = subject.number + 1;
        subject.number += count;
        subject.state += count;
        subject.base = false;
        update(subject, 0);
        subject.gap(from, from + count - 1, GapCause.LOST, false);
    }

    /** The same, and the client has it replayed; what it got meanwhile is sent again. */
    public void dropAndHeal(Subject subject, int count, int meanwhile) {
        long last = subject.number;
        long stateAtLast = subject.state;
        subject.number += count;
        subject.state += count;
        subject.base = false;
        updates(subject, 1);
        UUID call = resume(subject, last);
        updates(subject, meanwhile);
        answer(subject, call, ResumeOutcome.REPLAYED, null, last + 1, subject.number, 1L);
        for (long number = last + 1; number <= subject.number; number++) {
            send(subject, number, stateAtLast + number - last, number == last + 1, 0);
        }
        subject.updates += count;
        subject.replayed += count;
        subject.overlap += 1 + meanwhile;
        subject.gap(last + 1, last + count, GapCause.LOST, true);
        subject.resumes.add(ResumeVerdict.COMPLETE.word() + " 0");
    }

    /** A tail that never arrives, which a heartbeat tells. */
    public void loseTail(Subject subject, int count) {
        long from = subject.number + 1;
        subject.number += count;
        subject.state += count;
        message(false, new HeartbeatEnvelope(Map.of(subject.id, subject.number)), 90);
        subject.base = false;
        update(subject, 0);
        subject.gap(from, from + count - 1, GapCause.LOST, false);
    }

    void heartbeat(Subject subject) {
        message(false, new HeartbeatEnvelope(Map.of(subject.id, subject.number)), 90);
    }

    public void duplicate(Subject subject, long back) {
        long number = subject.came.contains(subject.number - back) ? subject.number - back : subject.number;
        send(subject, number, subject.state - (subject.number - number), true, 0);
        subject.duplicates++;
    }

    /** Two updates in the wrong order. */
    public void reorder(Subject subject) {
        subject.number += 2;
        subject.state += 2;
        send(subject, subject.number, subject.state, true, 0);
        send(subject, subject.number - 1, subject.state - 1, true, 0);
        subject.base = true;
        shown(subject);
        subject.reordered++;
    }

    public void unreadable(boolean sent) {
        add(new LineEvent.Undecodable(after(3).time, connection, sent, 17, "expected a key"));
    }

    /** An update arrives damaged: the client can't read it, and nobody sends it again. */
    public void corrupt(Subject subject) {
        subject.number++;
        subject.state++;
        unreadable(false);
        long lost = subject.number;
        subject.base = false;
        update(subject, 0);
        subject.gap(lost, lost, GapCause.LOST, false);
    }

    /** What the deltas add up to is not the server's state. */
    public void drift(Subject subject) {
        subject.number++;
        subject.state++;
        StreamDataEnvelope data = data(subject, subject.number, subject.state, false, 0);
        message(
                false,
                new StreamDataEnvelope(
                        data.streamID(),
                        data.sequenceNumber(),
                        data.data(),
                        data.timestamp(),
                        new StreamDataEnvelope.Ext(subject.number - 1, null, "crc32c:00000000")),
                300);
        subject.base = false;
        shown(subject);
        subject.drifts++;
    }

    /** The capture is off while updates come. */
    public void unseen(Subject subject, int count) {
        long from = subject.number + 1;
        capturing = false;
        for (int i = 0; i < count; i++) {
            update(subject, 0);
            subject.updates--;
        }
        capturing = true;
        events.add(new LineEvent.Unseen(time, count, "not recorded"));
        subject.base = false;
        // Nobody can know which streams had something in between.
        subjects.forEach(each -> update(each, 0));
        subject.gap(from, from + count - 1, GapCause.NOT_CAPTURED, false);
    }

    private UUID resume(Subject subject, long last) {
        UUID call = id();
        message(
                true,
                new StreamResumeEnvelope(
                        subject.id,
                        last,
                        subject.real,
                        "observeState",
                        extended
                                ? new StreamResumeEnvelope.Ext(
                                        1,
                                        "epoch-" + epoch,
                                        call,
                                        ActorId.of(subject.actor),
                                        subject.filter,
                                        List.of(),
                                        List.of("json-patch"),
                                        true,
                                        false)
                                : null),
                300);
        return call;
    }

    private void answer(
            Subject subject,
            UUID call,
            ResumeOutcome outcome,
            @Nullable RestartReason reason,
            @Nullable Long from,
            @Nullable Long to,
            @Nullable Long oldest) {
        message(
                false,
                new StreamResumedEnvelope(
                        subject.id,
                        call,
                        "epoch-" + epoch,
                        outcome,
                        reason,
                        from,
                        to,
                        oldest,
                        oldest == null ? null : to,
                        "json-patch"),
                200);
    }

    /** After a cut: {@code missed} updates are replayed, and {@code behind} that the client had not taken yet. */
    public void resumeReplayed(Subject subject, int missed, int behind) {
        long last = Math.max(1, subject.shown - behind);
        long again = subject.shown - last;
        long firstState = subject.stateShown - again;
        subject.number += missed;
        subject.state += missed;
        UUID call = resume(subject, last);
        if (missed + again == 0) {
            answer(subject, call, ResumeOutcome.CURRENT, null, null, subject.number, 1L);
        } else {
            answer(subject, call, ResumeOutcome.REPLAYED, null, last + 1, subject.number, 1L);
            for (long number = last + 1; number <= subject.number; number++) {
                send(subject, number, firstState + number - last, number == last + 1, 0);
            }
        }
        subject.base = true;
        subject.updates += missed;
        subject.replayed += missed;
        subject.overlap += again;
        subject.shown = subject.number;
        subject.stateShown = subject.state;
        subject.resumes.add(ResumeVerdict.COMPLETE.word() + " 0");
    }

    /** A replay from which one in the middle is missing, and which nobody repairs. */
    void resumeWithHole(Subject subject) {
        long last = subject.shown;
        long state = subject.state;
        subject.number += 3;
        subject.state += 3;
        UUID call = resume(subject, last);
        answer(subject, call, ResumeOutcome.REPLAYED, null, last + 1, subject.number, 1L);
        send(subject, last + 1, state + 1, true, 0);
        send(subject, last + 3, state + 3, true, 0);
        subject.base = true;
        subject.updates += 2;
        subject.replayed += 2;
        subject.shown = subject.number;
        subject.stateShown = subject.state;
        subject.gap(last + 2, last + 2, GapCause.LOST, false);
        subject.resumes.add(ResumeVerdict.LOST.word() + " 1");
    }

    /** After a cut: no replay, a new stream. {@code told}: whether the server says what it had. */
    public void resumeRestarted(Subject subject, int missed, RestartReason reason, boolean told) {
        long last = subject.shown;
        subject.number += missed;
        subject.state += missed;
        if (reason == RestartReason.EPOCH) {
            epoch++;
        }
        UUID call = resume(subject, last);
        message(
                false,
                new StreamResumedEnvelope(
                        subject.id,
                        call,
                        "epoch-" + epoch,
                        ResumeOutcome.RESTARTED,
                        reason,
                        null,
                        null,
                        told ? Long.valueOf(subject.number) : null,
                        told ? Long.valueOf(subject.number) : null),
                200);
        GapCause cause =
                switch (reason) {
                    case EVICTED, EXPIRED -> GapCause.EVICTED;
                    case FULL -> GapCause.SKIPPED;
                    case EPOCH, AHEAD, UNKNOWN -> GapCause.UNKNOWN;
                };
        // The state after the newest is the one that comes now.
        boolean newestShown = told && (reason == RestartReason.EVICTED || reason == RestartReason.FULL);
        int lost = newestShown ? Math.max(0, missed - 1) : missed;
        if (lost > 0) {
            subject.gap(last + 1, told ? Long.valueOf(last + lost) : null, cause, false);
        }
        subject.resumes.add(ResumeVerdict.RESTARTED.word() + " " + (lost == 0 ? "0" : told ? lost : "?"));
        subject.restarts++;
        started(subject, call);
    }

    /** A version 2 server's buffer holds the newest {@code kept} of what was missed; after that the client asks anew. */
    public void version2Replay(Subject subject, int missed, int kept, int meanwhile) {
        long last = subject.shown;
        long state = subject.state;
        subject.number += missed;
        subject.state += missed;
        resume(subject, last);
        for (long number = last + 1 + missed - kept; number <= subject.number; number++) {
            send(subject, number, state + number - last, true, 0);
            subject.updates++;
            subject.replayed++;
        }
        if (kept < missed) {
            subject.gap(last + 1, last + missed - kept, GapCause.EVICTED, false);
            subject.resumes.add(ResumeVerdict.PARTIAL.word() + " " + (missed - kept));
        } else {
            subject.resumes.add(ResumeVerdict.COMPLETE.word() + " 0");
        }
        if (meanwhile > 0) {
            subject.gap(subject.number + 1, null, GapCause.UNKNOWN, false);
        }
        subject.state += meanwhile;
        invoke(subject);
    }

    /** A version 2 server has nothing to replay and starts anew, without a word and under a call that nobody made. */
    public void version2Restart(Subject subject, int missed) {
        long last = subject.shown;
        subject.state += missed;
        resume(subject, last);
        if (missed > 0) {
            subject.gap(last + 1, null, GapCause.UNKNOWN, false);
            subject.resumes.add(ResumeVerdict.RESTARTED.word() + " ?");
        } else {
            subject.resumes.add(ResumeVerdict.COMPLETE.word() + " 0");
        }
        subject.restarts++;
        ActorId real = subject.real;
        UUID nobodys = id();
        subject.id = id();
        subject.came.clear();
        message(false, new StreamStartEnvelope(subject.id, nobodys, real, "observeState", null, null), 250);
        subject.number = 0;
        update(subject, 0);
    }

    /** A version 2 server can't restart the stream; the client asks by name. */
    void version2RestartFails(Subject subject) {
        resume(subject, subject.shown);
        UUID broken = id();
        message(false, new StreamStartEnvelope(broken, id(), subject.real, "observeState", null, null), 250);
        message(false, new StreamErrorEnvelope(broken, "Stream setup error: no such actor"), 120);
        subject.resumes.add(ResumeVerdict.COMPLETE.word() + " 0");
        subject.restarts++;
        invoke(subject);
    }

    /** The client asks anew at once, as one must that has a filter, of a version 2 server. */
    public void askAnew(Subject subject, int missed) {
        long last = subject.shown;
        subject.state += missed;
        if (missed > 0) {
            subject.gap(last + 1, null, GapCause.UNKNOWN, false);
        }
        subject.restarts++;
        invoke(subject);
    }
}
