// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.change.CallArguments;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.ChangedState;
import dev.trebuchetfx.client.change.ChangingListener;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.change.PendingEdits.Confirmed;
import dev.trebuchetfx.client.internal.change.PendingEdits.Edit;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of one state: {@link PendingEdits} that events and changes lead from one to the next, and the {@link ChangeQueue} of their calls.
 *
 * <p>Threads: the edits are one immutable value that any thread exchanges by compare-and-set, so that a change shows at once and nobody waits for an
 * application's edit. Everything about the calls happens in turns, one at a time.
 */
public final class OptimisticChanges<S> implements ChangingState<S>, ChangeQueue.Effects {
    private static final Logger LOG = LoggerFactory.getLogger(OptimisticChanges.class);

    /** The longest time for which a newer state waits for the answer to a call, too short to be noticed. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final ChangePort<S> port;
    private final ChangeOptions<S> options;
    private final ChangingListener<S> listener;
    private final SerialExecutor turns;
    private final ChangeQueue<S> queue;
    private final AtomicReference<PendingEdits<S>> edits = new AtomicReference<>(PendingEdits.none());
    private final Map<UUID, QueuedChange<?>> changes = new ConcurrentHashMap<>();
    private final AtomicBoolean waitsForRelease = new AtomicBoolean();
    private final List<Registration> registrations = new ArrayList<>();
    private volatile boolean closed;

    private OptimisticChanges(ChangePort<S> port, ChangeOptions<S> options, ChangingListener<S> listener) {
        this.port = port;
        this.options = options;
        this.listener = listener;
        this.turns = new SerialExecutor(port.callbacks());
        this.queue = new ChangeQueue<>(port, options, turns, this);
    }

    /** Begins to follow the stream and the connection, and takes over what an earlier run has left. */
    public static <S> OptimisticChanges<S> open(
            ChangePort<S> port, ChangeOptions<S> options, ChangingListener<S> listener) {
        OptimisticChanges<S> opened = new OptimisticChanges<>(port, options, listener);
        if (options.offline() == OfflineChanges.KEPT) {
            port.takeKept(
                    kept -> opened.turns.execute(() -> opened.queue.restored(opened.returned(KeptCalls.read(kept)))));
        } else {
            opened.turns.execute(() -> opened.queue.restored(List.of()));
        }
        opened.registrations.add(port.onConnectionState(opened::connection));
        opened.registrations.add(port.listen(opened::event));
        return opened;
    }

    // ---- what the application asks for ----

    @Override
    public ChangedState<S> now() {
        PendingEdits<S> now = current();
        Confirmed<S> base = now.base();
        List<PendingChange<?>> pending = new ArrayList<>(now.edits().size());
        for (Edit<S> edit : now.edits()) {
            QueuedChange<?> change = changes.get(edit.key());
            if (change != null) {
                pending.add(change);
            }
        }
        return new ChangedState<>(
                now.shown(), base == null ? null : base.state(), base == null ? null : base.serverTime(), pending);
    }

    @Override
    public <R> PendingChange<R> change(RemoteCall<R> call) {
        BiFunction<? super S, CallArguments, ? extends S> edit = options.edits().get(call.targetIdentifier());
        if (edit == null) {
            throw new IllegalArgumentException("expected an edit for " + call.targetIdentifier()
                    + " but the options have edits for " + options.edits().keySet()
                    + "; register one by ChangeOptions.Builder.edit, or give it with the change");
        }
        return make(written -> state -> edit.apply(state, written), call);
    }

    @Override
    public <R> PendingChange<R> change(UnaryOperator<S> edit, RemoteCall<R> call) {
        Objects.requireNonNull(edit, "edit");
        return make(written -> edit, call);
    }

    private <R> PendingChange<R> make(Function<CallArguments, UnaryOperator<S>> edit, RemoteCall<R> call) {
        UUID key = port.newKey();
        QueuedChange<R> change;
        try {
            change = queue.made(
                    new ChangePort.Outgoing(
                            key, call.targetIdentifier(), port.write(call.targetIdentifier(), call.arguments())),
                    call);
        } catch (TrebuchetException e) {
            QueuedChange<R> failed = queue.made(new ChangePort.Outgoing(key, call.targetIdentifier(), List.of()), call);
            end(failed, ChangeStatus.FAILED, e);
            return failed;
        }
        TrebuchetException refusal = queue.admit(change);
        if (refusal != null) {
            end(change, ChangeStatus.FAILED, refusal);
            return change;
        }
        changes.put(key, change);
        UnaryOperator<S> shows = edit.apply(new WrittenArguments(port, change.call));
        step(now -> now.added(new Edit<>(key, shows)));
        turns.execute(() -> {
            tell();
            queue.take(change);
        });
        return change;
    }

    private List<QueuedChange<?>> returned(List<KeptCalls.Kept> kept) {
        List<QueuedChange<?>> back = new ArrayList<>();
        List<Edit<S>> shows = new ArrayList<>();
        for (KeptCalls.Kept each : kept) {
            QueuedChange<?> change = queue.returned(each);
            var edit = options.edits().get(change.targetIdentifier());
            CallArguments written = new WrittenArguments(port, change.call);
            shows.add(new Edit<>(change.key(), edit == null ? state -> state : state -> edit.apply(state, written)));
            changes.put(change.key(), change);
            back.add(change);
        }
        if (!back.isEmpty()) {
            step(now -> now.preceded(shows));
            tell();
        }
        return back;
    }

    @Override
    public void release() {
        PendingEdits<S> before = current();
        if (before.isHolding()) {
            step(PendingEdits::released);
            tell();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            turns.execute(() -> {
                registrations.forEach(Registration::close);
                queue.end(new NotConnectedException("the changes of this state were closed before the call was sent"));
            });
        }
    }

    // ---- what the client tells ----

    private void event(StreamEvent<S> event) {
        if (event instanceof StreamEvent.Update<S> update) {
            queue.heard(update.version());
            PendingEdits<S> after =
                    step(now -> now.updated(new Confirmed<>(update.value(), update.version(), update.serverTime())));
            if (after.isHolding()) {
                releaseLater();
            }
            tell(update);
            tell();
        } else {
            listener.onEvent(event);
        }
    }

    private void tell(StreamEvent.Update<S> update) {
        try {
            listener.onUpdate(update);
        } catch (Throwable e) {
            ForeignCode.log(LOG, "A listener of changed states failed on an update; the changes go on", e);
        }
    }

    private void releaseLater() {
        if (waitsForRelease.compareAndSet(false, true)) {
            var unused = port.time()
                    .schedule(
                            PATIENCE,
                            () -> turns.execute(() -> {
                                waitsForRelease.set(false);
                                release();
                            }));
        }
    }

    private void connection(ConnectionState state) {
        queue.connected(state instanceof ConnectionState.Connected);
        turns.execute(() -> queue.connection(state));
    }

    // ---- what the queue does to the edits, in its turns ----

    @Override
    public @Nullable QueuedChange<?> next() {
        Edit<S> next = current().next();
        return next == null ? null : changes.get(next.key());
    }

    @Override
    public List<QueuedChange<?>> waiting() {
        List<QueuedChange<?>> waiting = new ArrayList<>();
        for (Edit<S> edit : current().edits()) {
            QueuedChange<?> change = edit.status() == ChangeStatus.WAITING ? changes.get(edit.key()) : null;
            if (change != null) {
                waiting.add(change);
            }
        }
        return waiting;
    }

    @Override
    public void sent(QueuedChange<?> change) {
        change.status = ChangeStatus.SENT;
        step(now -> now.sent(change.key()));
        tell();
    }

    @Override
    public void returned(QueuedChange<?> change) {
        change.status = ChangeStatus.WAITING;
        step(now -> now.returned(change.key()));
        tell();
    }

    @Override
    public void answered(QueuedChange<?> change, @Nullable Long version) {
        change.status = ChangeStatus.ANSWERED;
        PendingEdits<S> after = step(now -> now.answered(change.key(), version));
        if (version != null && after.contains(change.key())) {
            port.whenShown(
                    version,
                    () -> turns.execute(() -> {
                        step(now -> now.over(change.key()));
                        tell();
                    }));
        }
        tell();
    }

    @Override
    public void failed(QueuedChange<?> change, TrebuchetException why) {
        // It is no longer known when the step finds that its edit is gone, so that it is not taken for shown.
        if (changes.remove(change.key()) != null) {
            step(now -> now.failed(change.key()));
            end(change, ChangeStatus.FAILED, why);
            tell();
        }
    }

    // ---- one step of the edits ----

    private PendingEdits<S> current() {
        return Objects.requireNonNull(edits.get());
    }

    /** Leads to the next edits, and ends the changes whose effect the server's state has by that. */
    private PendingEdits<S> step(UnaryOperator<PendingEdits<S>> transition) {
        while (true) {
            PendingEdits<S> before = current();
            PendingEdits<S> after = transition.apply(before);
            if (edits.compareAndSet(before, after)) {
                for (Edit<S> edit : after.edits()) {
                    QueuedChange<?> change = changes.get(edit.key());
                    if (change != null) {
                        change.whyNotShown = edit.whyNotShown();
                    }
                }
                if (after.edits().size() < before.edits().size()) {
                    endShown(before, after);
                }
                return after;
            }
        }
    }

    private void endShown(PendingEdits<S> before, PendingEdits<S> after) {
        Set<UUID> left = after.edits().stream().map(Edit::key).collect(Collectors.toSet());
        for (Edit<S> edit : before.edits()) {
            QueuedChange<?> change = left.contains(edit.key()) ? null : changes.remove(edit.key());
            if (change != null) {
                shown(change);
            }
        }
    }

    private <R> void shown(QueuedChange<R> change) {
        queue.left(change);
        change.status = ChangeStatus.SHOWN;
        change.whyNotShown = null;
        port.callbacks().execute(() -> change.complete(() -> queue.result(change)));
    }

    private void end(QueuedChange<?> change, ChangeStatus status, TrebuchetException why) {
        queue.left(change);
        change.status = status;
        change.whyNotShown = null;
        port.callbacks().execute(() -> change.result.completeExceptionally(why));
    }

    private void tell() {
        try {
            listener.onShown(this);
        } catch (Throwable e) {
            ForeignCode.log(LOG, "A listener of changed states failed; the changes go on", e);
        }
    }
}
