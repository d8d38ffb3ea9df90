// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.pulse.Guarded;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ReplayProgress;
import dev.trebuchetfx.client.event.ResumeReport;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/** The properties of one actor. Changed on the FX thread; each keeps the actor, their bean, alive. */
public final class ActorProperties<S> {
    private final FxValue<@Nullable S> state;
    private final FxValue<@Nullable Instant> lastUpdated;
    private final FxValue<Freshness> freshness;
    private final FxFlag stale;
    private final FxValue<@Nullable TrebuchetException> error;
    private final FxValue<@Nullable GapReport> lastGap;
    private final FxValue<@Nullable ResumeReport> lastResume;
    private final FxValue<@Nullable ReplayProgress> replayProgress;
    private final FxValue<ConnectionState> connectionState;
    private final FxValue<List<PendingChange<?>>> pending;

    ActorProperties(Object bean, ActorSnapshot<S> initial) {
        state = new FxValue<>(bean, "state", initial.state());
        lastUpdated = new FxValue<>(bean, "lastUpdated", initial.lastUpdated());
        freshness = new FxValue<>(bean, "freshness", initial.freshness());
        stale = new FxFlag(bean, "stale", initial.freshness().isStale());
        error = new FxValue<>(bean, "error", initial.error());
        lastGap = new FxValue<>(bean, "lastGap", initial.lastGap());
        lastResume = new FxValue<>(bean, "lastResume", initial.lastResume());
        replayProgress = new FxValue<>(bean, "replayProgress", progress(initial));
        connectionState = new FxValue<>(bean, "connectionState", initial.connectionState());
        pending = new FxValue<>(bean, "pendingChanges", initial.pending());
    }

    void store(ActorSnapshot<S> snapshot) {
        state.store(snapshot.state());
        lastUpdated.store(snapshot.lastUpdated());
        freshness.store(snapshot.freshness());
        stale.store(snapshot.freshness().isStale());
        error.store(snapshot.error());
        lastGap.store(snapshot.lastGap());
        lastResume.store(snapshot.lastResume());
        replayProgress.store(progress(snapshot));
        connectionState.store(snapshot.connectionState());
        pending.store(snapshot.pending());
    }

    /** Tells listeners: what is shown first, then how far it can be trusted. */
    void tell() {
        for (FxValue<?> value : List.of(state, lastUpdated, pending)) {
            Guarded.run(value::tell);
        }
        Guarded.run(stale::tell);
        for (FxValue<?> value : List.of(freshness, lastGap, lastResume, replayProgress, error, connectionState)) {
            Guarded.run(value::tell);
        }
    }

    public ReadOnlyObjectProperty<@Nullable S> state() {
        return state;
    }

    public ReadOnlyObjectProperty<@Nullable Instant> lastUpdated() {
        return lastUpdated;
    }

    public ReadOnlyObjectProperty<Freshness> freshness() {
        return freshness;
    }

    public ReadOnlyBooleanProperty stale() {
        return stale;
    }

    public ReadOnlyObjectProperty<@Nullable TrebuchetException> error() {
        return error;
    }

    public ReadOnlyObjectProperty<@Nullable GapReport> lastGap() {
        return lastGap;
    }

    public ReadOnlyObjectProperty<@Nullable ResumeReport> lastResume() {
        return lastResume;
    }

    private static @Nullable ReplayProgress progress(ActorSnapshot<?> snapshot) {
        Replay replay = snapshot.replay();
        return replay == null ? null : replay.progress();
    }

    public ReadOnlyObjectProperty<@Nullable ReplayProgress> replayProgress() {
        return replayProgress;
    }

    public ReadOnlyObjectProperty<List<PendingChange<?>>> pending() {
        return pending;
    }

    public ReadOnlyObjectProperty<ConnectionState> connectionState() {
        return connectionState;
    }
}
