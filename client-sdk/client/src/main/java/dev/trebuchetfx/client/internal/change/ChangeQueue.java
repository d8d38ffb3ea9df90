// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls of changes, which are sent one after the other while there is a connection, and kept for a later run where that is wanted.
 *
 * <p>Owned by its turns; the methods that say so may be called by any thread.
 */
final class ChangeQueue<S> {
    /** The largest number of bytes that the arguments of all changes under way may have together. */
    private static final long MAX_BYTES = 16L << 20;

    /** The largest number of bytes of the arguments of one kept call, below what a checkpoint store takes for one record. */
    private static final int MAX_KEPT_BYTES = 256 << 10;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 7;

    private final ChangePort<S> port;
    private final ChangeOptions<S> options;
    private final Executor turns;
    private final Effects effects;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong order = new AtomicLong();
    private volatile boolean connected;
    /** True once an update has told a version, so that the actor is stored and finds a repeated call. */
    private volatile boolean stored;

    private boolean restored;
    private final List<QueuedChange<?>> early = new ArrayList<>();
    private boolean isMarking;
    private int pauses;
    private boolean isPausing;
    private volatile @Nullable TrebuchetException over;

    /** The effects of calls on the changes, in the queue's turns. */
    interface Effects {
        /** Returns the change whose call is to be sent next; null if there is none, or one is under way. */
        @Nullable
        QueuedChange<?> next();

        /** Returns the changes whose calls wait, in order. */
        List<QueuedChange<?>> waiting();

        void sent(QueuedChange<?> change);

        void returned(QueuedChange<?> change);

        void answered(QueuedChange<?> change, @Nullable Long version);

        void failed(QueuedChange<?> change, TrebuchetException why);
    }

    ChangeQueue(ChangePort<S> port, ChangeOptions<S> options, Executor turns, Effects effects) {
        this.port = port;
        this.options = options;
        this.turns = turns;
        this.effects = effects;
    }

    // ---- any thread ----

    <R> QueuedChange<R> made(ChangePort.Outgoing call, RemoteCall<R> asked) {
        return new QueuedChange<>(
                call,
                asked.resultType(),
                asked.isIdempotent(),
                port.time().instant(),
                order.incrementAndGet(),
                this::withdraw);
    }

    /** Counts a change as under way; returns the reason why it can't be. */
    @Nullable
    TrebuchetException admit(QueuedChange<?> change) {
        int now = count.incrementAndGet();
        long size = bytes.addAndGet(change.bytes());
        change.counted = true;
        if (over != null) {
            return over;
        }
        if (now > options.maxWaiting()) {
            return new NotConnectedException(change.targetIdentifier() + " was not sent: " + options.maxWaiting()
                    + " changes are under way already; allow more by ChangeOptions.maxWaiting, or wait");
        }
        if (size > MAX_BYTES) {
            return new NotConnectedException(change.targetIdentifier() + " was not sent: the changes under way have "
                    + "more than " + MAX_BYTES + " bytes of arguments together");
        }
        if (isKeeping() && change.bytes() > MAX_KEPT_BYTES) {
            return new PayloadException(change.targetIdentifier() + " has " + change.bytes()
                    + " bytes of arguments, but a kept change may have " + MAX_KEPT_BYTES);
        }
        return options.offline() == OfflineChanges.REFUSED && !connected
                ? new NotConnectedException(change.targetIdentifier()
                        + " was not sent: there is no connection, and ChangeOptions refuse changes without one")
                : null;
    }

    /** Notes that a change is no longer under way. Once for each that was counted. */
    void left(QueuedChange<?> change) {
        if (change.counted) {
            change.counted = false;
            count.decrementAndGet();
            bytes.addAndGet(-change.bytes());
        }
    }

    /** Notes whether there is a connection. */
    void connected(boolean now) {
        connected = now;
    }

    /** Notes the version that an update has told. */
    void heard(@Nullable Long version) {
        if (version != null) {
            stored = true;
        }
    }

    /** Returns the result of an answered call; throws where there is none. */
    <R> @Nullable R result(QueuedChange<R> change) {
        if (change.withoutResult != null) {
            throw change.withoutResult;
        }
        Bytes json = change.json;
        return json == null ? null : port.read("the result of " + change.targetIdentifier(), json, change.resultType);
    }

    private boolean isKeeping() {
        return options.offline() == OfflineChanges.KEPT;
    }

    // ---- in turns ----

    QueuedChange<?> returned(KeptCalls.Kept kept) {
        QueuedChange<Void> change = new QueuedChange<>(
                kept.call(), Void.class, kept.idempotent(), kept.since(), kept.order(), this::withdraw);
        change.sentAt = kept.sentAt();
        change.marked = kept.sentAt() != null;
        change.maybeSent = change.marked;
        change.counted = true;
        change.knownStored = kept.stored();
        count.incrementAndGet();
        bytes.addAndGet(change.bytes());
        return change;
    }

    /** Takes over what an earlier run has left, before anything else is sent. */
    void restored(List<QueuedChange<?>> changes) {
        long last = changes.stream().mapToLong(change -> change.order).max().orElse(0);
        order.updateAndGet(now -> now + last);
        restored = true;
        // Their numbers were drawn before it was known what is kept already.
        early.forEach(change -> change.order += last);
        List<QueuedChange<?>> waiting = List.copyOf(early);
        early.clear();
        waiting.forEach(this::take);
        sendNext();
    }

    /** Takes a new change. */
    void take(QueuedChange<?> change) {
        if (!restored) {
            early.add(change);
            return;
        }
        if (over != null) {
            effects.failed(change, over);
            return;
        }
        if (isKeeping()) {
            if (connected && effects.next() == change) {
                mark(change);
            }
            keep(change);
        }
        sendNext();
    }

    void connection(ConnectionState state) {
        if (state instanceof ConnectionState.Connected) {
            pauses = 0;
            isPausing = false;
            sendNext();
        } else if (state instanceof ConnectionState.Closed) {
            end(new ClientClosedException("the client was closed before the call was sent"));
        }
    }

    /** Fails what waits, and everything that is made later. Kept calls stay in the store. */
    void end(TrebuchetException why) {
        if (over != null) {
            return;
        }
        over = why;
        effects.waiting().forEach(change -> effects.failed(change, ending(change, why)));
    }

    private TrebuchetException ending(QueuedChange<?> change, TrebuchetException why) {
        if (isKeeping()) {
            return new ClientClosedException(
                    change.targetIdentifier() + " is kept for a later run: " + why.getMessage(), why);
        }
        return change.maybeSent
                ? new OutcomeUnknownException(
                        change.targetIdentifier() + " may or may not have been done, and is not sent again: "
                                + why.getMessage(),
                        why)
                : why;
    }

    private CompletableFuture<Boolean> withdraw(QueuedChange<?> change) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        turns.execute(() -> {
            boolean waits = change.status == ChangeStatus.WAITING && !change.maybeSent;
            if (waits) {
                forget(change);
                effects.failed(
                        change,
                        new NotConnectedException(change.targetIdentifier() + " was not sent: it was withdrawn"));
                sendNext();
            }
            port.callbacks().execute(() -> done.complete(waits));
        });
        return done;
    }

    private void sendNext() {
        while (restored && over == null && connected && !isPausing && !isMarking) {
            QueuedChange<?> next = effects.next();
            if (next == null) {
                return;
            }
            if (next.maybeSent && !mayRepeat(next)) {
                forget(next);
                effects.failed(next, unknown(next, null));
            } else if (isKeeping() && !next.marked) {
                markAll();
            } else {
                send(next);
            }
        }
    }

    private void send(QueuedChange<?> change) {
        boolean repeated = change.maybeSent;
        effects.sent(change);
        change.maybeSent = true;
        if (change.sentAt == null) {
            change.sentAt = port.time().instant();
        }
        var unused = port.send(change.call, repeated, options.timeout())
                .whenComplete((answer, error) -> turns.execute(() -> {
                    if (error == null) {
                        done(change, answer);
                    } else {
                        failed(
                                change,
                                error instanceof CompletionException e && e.getCause() != null ? e.getCause() : error,
                                repeated);
                    }
                    sendNext();
                }));
    }

    private void done(QueuedChange<?> change, ChangePort.Answer answer) {
        pauses = 0;
        change.json = answer.result();
        forget(change);
        effects.answered(change, answer.version());
    }

    private void failed(QueuedChange<?> change, Throwable error, boolean repeated) {
        TrebuchetException why = error instanceof TrebuchetException known
                ? known
                : new PayloadException(
                        change.targetIdentifier() + " could not be sent: " + ForeignCode.describe(error), error);
        switch (CallOutcome.of(error)) {
            case NOT_SENT, LATER -> {
                change.maybeSent = repeated;
                again(change, why);
            }
            case UNKNOWN -> again(change, why);
            case DONE -> {
                change.withoutResult = why;
                forget(change);
                effects.answered(change, null);
            }
            // What is kept is sent by a later run, which asks the server whether it is done.
            case CLOSED -> effects.failed(change, ending(change, why));
            case REFUSED -> {
                forget(change);
                effects.failed(change, why);
            }
        }
    }

    private void again(QueuedChange<?> change, TrebuchetException why) {
        if (over != null) {
            effects.failed(change, ending(change, over));
        } else if (change.maybeSent && !mayRepeat(change)) {
            forget(change);
            effects.failed(change, unknown(change, why));
        } else {
            effects.returned(change);
            pause();
        }
    }

    private void pause() {
        isPausing = true;
        Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses++, MOST_DOUBLINGS));
        var unused = port.time()
                .schedule(
                        wait,
                        () -> turns.execute(() -> {
                            isPausing = false;
                            sendNext();
                        }));
    }

    private boolean mayRepeat(QueuedChange<?> change) {
        if (change.idempotent) {
            return true;
        }
        Instant first = change.sentAt;
        // An age is negative where the clock was set back; it is trusted as little as one of the same length.
        return (stored || change.knownStored)
                && first != null
                && Duration.between(first, port.time().instant()).abs().compareTo(options.repeatWithin()) <= 0;
    }

    private static OutcomeUnknownException unknown(QueuedChange<?> change, @Nullable TrebuchetException why) {
        return new OutcomeUnknownException(
                change.targetIdentifier() + " was sent at " + change.sentAt
                        + " and had no answer; it may or may not have been done, and the server could not be relied on to do it"
                        + " once if it were sent again" + (why == null ? "" : ": " + why.getMessage()),
                why);
    }

    // ---- the store ----

    /** Says in the store of everything that waits that it may have been sent, and goes on when that is written. */
    private void markAll() {
        isMarking = true;
        effects.waiting().forEach(change -> {
            if (!change.marked) {
                mark(change);
                keep(change);
            }
        });
        var unused = port.flushed()
                .whenComplete((nothing, error) -> turns.execute(() -> {
                    isMarking = false;
                    sendNext();
                }));
    }

    private void mark(QueuedChange<?> change) {
        change.marked = true;
        change.sentAt = port.time().instant();
    }

    private void keep(QueuedChange<?> change) {
        port.keep(KeptCalls.record(
                port.scope(),
                port.actor(),
                new KeptCalls.Kept(
                        change.call,
                        change.idempotent,
                        change.since,
                        change.order,
                        change.sentAt,
                        stored || change.knownStored)));
    }

    private void forget(QueuedChange<?> change) {
        if (isKeeping()) {
            port.forget(KeptCalls.key(port.scope(), port.actor(), change.key()));
        }
    }
}
