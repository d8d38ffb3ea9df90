// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.event.ReplayProgress;
import java.text.NumberFormat;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Tells how much of what was missed has come: a bar and "430 of 1,200". It takes no place while nothing is replayed.
 *
 * <p>Style class {@code replay-bar}; within it {@code progress-bar} and {@code count}.
 */
public final class ReplayBar extends HBox {
    private final ActorLink actor = new ActorLink(this);
    private final ObjectProperty<@Nullable ReplayProgress> progress = new SimpleObjectProperty<>(this, "progress");
    private final ProgressBar bar = new ProgressBar(0);
    private final Label count = new Label();

    /** Makes a bar that follows nothing yet. */
    public ReplayBar() {
        getStyleClass().add("replay-bar");
        getStylesheets().add(ThemeAliases.parts());
        setAlignment(Pos.CENTER_LEFT);
        count.getStyleClass().add("count");
        count.setMinWidth(USE_PREF_SIZE);
        bar.setMaxWidth(Double.MAX_VALUE);
        setHgrow(bar, Priority.ALWAYS);
        getChildren().addAll(bar, count);
        setAccessibleRole(AccessibleRole.PARENT);
        managedProperty().bind(visibleProperty());
        actor.follow(progress, ObservableActor::replayProgressProperty);
        progress.subscribe(this::show);
    }

    /** Returns the property of the actor whose replay is shown; null at first. */
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

    /** Returns the property of the progress, or null while nothing is replayed. It is bound while there is an actor, and may be bound to something else otherwise. */
    public final ObjectProperty<@Nullable ReplayProgress> progressProperty() {
        return progress;
    }

    private void show(@Nullable ReplayProgress now) {
        setVisible(now != null);
        if (now != null) {
            NumberFormat numbers = NumberFormat.getIntegerInstance();
            String text = PartWords.of("replay.count", numbers.format(now.done()), numbers.format(now.total()));
            bar.setProgress(now.fraction());
            bar.setAccessibleText(PartWords.of("replay.accessible", text));
            count.setText(text);
        }
    }
}
