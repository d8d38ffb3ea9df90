// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.event.Freshness;
import java.time.Instant;
import java.time.InstantSource;
import javafx.animation.PauseTransition;
import javafx.beans.DefaultProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows any content dimmed, with a line above it that says why, while its state may differ from the server's. The content can still be read and used: a veil takes nothing away.
 *
 * <p>The line tells the age of what is shown: the time since it was known to be the server's state, as "2 min ago". It goes on each second below a minute and each minute from
 * then on, as long as the veil is in a window that can be seen. The tip of the line and its accessible text have the time of day, which does not go on.
 *
 * <p>A short interruption shows nothing: the veil comes after {@link #delayProperty()}, and goes at once.
 *
 * <p>Style class {@code stale-veil} with the pseudo-classes {@code stale}, {@code catching-up} and {@code failed}; within it {@code veil-line} is the line.
 */
@DefaultProperty("content")
public final class StaleVeil extends BorderPane {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass CATCHING_UP = PseudoClass.getPseudoClass("catching-up");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final ActorLink actor = new ActorLink(this);
    private final ObjectProperty<Freshness> freshness = ActorLink.required(this, "freshness", Freshness.LIVE);
    private final ObjectProperty<@Nullable Instant> lastUpdated = new SimpleObjectProperty<>(this, "lastUpdated");
    private final ObjectProperty<@Nullable Node> content = new SimpleObjectProperty<>(this, "content");
    private final ObjectProperty<Duration> delay = ActorLink.required(this, "delay", Duration.millis(300));
    private final Label line = new Label();
    private final PauseTransition waiting = new PauseTransition();
    private final ObjectProperty<InstantSource> clock = ActorLink.required(this, "clock", InstantSource.system());
    private final VouchedTime vouched = new VouchedTime();
    private final Tooltip tip = new Tooltip();
    private final ObservableValue<Boolean> seen = sceneProperty()
            .flatMap(Scene::windowProperty)
            .flatMap(StaleVeil::seen)
            .orElse(false);
    private final AgeTimer timer;
    private Runnable stopTimer = () -> {};

    /** Makes a veil over nothing yet. */
    public StaleVeil() {
        this(AgeTimer.TOOLKIT);
    }

    StaleVeil(AgeTimer timer) {
        this.timer = timer;
        getStyleClass().add("stale-veil");
        getStylesheets().add(ThemeAliases.parts());
        line.getStyleClass().add("veil-line");
        line.setWrapText(true);
        line.setMaxWidth(Double.MAX_VALUE);
        line.setMinHeight(USE_PREF_SIZE);
        waiting.setOnFinished(passed -> veil());
        actor.follow(freshness, ObservableActor::freshnessProperty);
        actor.follow(lastUpdated, ObservableActor::lastUpdatedProperty);
        content.subscribe(this::putUnder);
        freshness.subscribe(now -> {
            vouched.freshness(now, clock.get());
            changed(now);
        });
        lastUpdated.subscribe(time -> {
            vouched.updated(time);
            tellAgain();
        });
        // After the two above have followed it.
        actor.subscribe(now -> {
            vouched.forget();
            tellAgain();
        });
        clock.subscribe(now -> tellAgain());
        seen.subscribe(now -> tellAgain());
    }

    /** Returns the property of the actor whose freshness is shown; null at first. */
    public final ObjectProperty<@Nullable ObservableActor<?>> actorProperty() {
        return actor;
    }

    /** Returns the value of {@link #actorProperty()}. */
    public final @Nullable ObservableActor<?> getActor() {
        return actor.get();
    }

    /** Sets the value of {@link #actorProperty()}. */
    public final void setActor(@Nullable ObservableActor<?> newActor) {
        actor.set(newActor);
    }

    /** Returns the property of the freshness; {@link Freshness#LIVE} at first, never null. It is bound while there is an actor, and may be bound to something else otherwise. */
    public final ObjectProperty<Freshness> freshnessProperty() {
        return freshness;
    }

    /**
     * Returns the property of the time of the state that is shown, or null; bound while there is an actor. Without an actor it is to be bound after
     * {@link #freshnessProperty()}, so that the veil does not take a state for live that is not.
     */
    public final ObjectProperty<@Nullable Instant> lastUpdatedProperty() {
        return lastUpdated;
    }

    /** Returns the property of the clock by which the age is told; the system's by default, never null. */
    public final ObjectProperty<InstantSource> clockProperty() {
        return clock;
    }

    /** Returns the property of what is under the veil; null at first. */
    public final ObjectProperty<@Nullable Node> contentProperty() {
        return content;
    }

    /** Returns the value of {@link #contentProperty()}. */
    public final @Nullable Node getContent() {
        return content.get();
    }

    /** Sets the value of {@link #contentProperty()}. */
    public final void setContent(@Nullable Node node) {
        content.set(node);
    }

    /** Returns the property of the time for which the state is stale before the veil comes; 300 ms by default, never null. */
    public final ObjectProperty<Duration> delayProperty() {
        return delay;
    }

    /** Returns the value of {@link #delayProperty()}. */
    public final Duration getDelay() {
        return delay.get();
    }

    /** Sets the value of {@link #delayProperty()}. */
    public final void setDelay(Duration time) {
        delay.set(time);
    }

    /** Returns whether the veil is there. */
    public final boolean isVeiled() {
        return getTop() != null;
    }

    private void putUnder(@Nullable Node node) {
        Node before = getCenter();
        if (before != null) {
            before.getStyleClass().remove("veiled");
        }
        if (node != null) {
            node.getStyleClass().add("veiled");
        }
        setCenter(node);
    }

    private void changed(Freshness now) {
        if (now == Freshness.LIVE) {
            waiting.stop();
            stopTimer();
            setTop(null);
            pseudoClassStateChanged(STALE, false);
            pseudoClassStateChanged(CATCHING_UP, false);
            pseudoClassStateChanged(FAILED, false);
        } else if (isVeiled() || !now.isStale() || delay.get().lessThanOrEqualTo(Duration.ZERO)) {
            veil();
        } else {
            waiting.setDuration(delay.get());
            waiting.playFromStart();
        }
    }

    private void tellAgain() {
        if (isVeiled()) {
            tell();
        }
    }

    private void veil() {
        waiting.stop();
        Freshness now = freshness.get();
        tell();
        pseudoClassStateChanged(STALE, now.isStale());
        pseudoClassStateChanged(CATCHING_UP, now == Freshness.CATCHING_UP);
        pseudoClassStateChanged(FAILED, now == Freshness.FAILED);
        setTop(line);
    }

    /** Says what is known, and says it again when it has become older, as long as somebody may look. */
    private void tell() {
        stopTimer();
        StaleWords words =
                StaleWords.of(freshness.get(), vouched.get(), clock.get().instant());
        line.setText(words.text());
        line.setAccessibleText(words.fixed());
        tip.setText(words.fixed());
        line.setTooltip(words.fixed().equals(words.text()) ? null : tip);
        java.time.Duration untilNext = words.untilNext();
        if (untilNext != null && seen.getValue()) {
            stopTimer = timer.after(untilNext, this::tellAgain);
        }
    }

    private void stopTimer() {
        stopTimer.run();
        stopTimer = () -> {};
    }

    private static ObservableValue<Boolean> seen(Window window) {
        return window instanceof Stage stage
                ? stage.showingProperty()
                        .flatMap(isShowing -> stage.iconifiedProperty().map(isIconified -> isShowing && !isIconified))
                : window.showingProperty();
    }
}
