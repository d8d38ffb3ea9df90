// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.event.ConnectionState;
import java.time.InstantSource;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;

/**
 * A badge that tells the state of the connection by a shape, a colour and words. Pressed, by mouse or keyboard, it shows in a {@link PopOver} why there is no connection and what happens
 * next; Escape closes that.
 *
 * <p>Style class {@code connection-indicator} with the pseudo-classes {@code connecting}, {@code connected}, {@code reconnecting}, {@code offline} and
 * {@code closed}, and within it {@code shape}; the pop-over has {@code connection-details}.
 */
public final class ConnectionIndicator extends Button {
    private static final String[] WORDS = {"connecting", "connected", "reconnecting", "offline", "closed"};

    private final ActorLink actor = new ActorLink(this);
    private final ObjectProperty<@Nullable ConnectionState> connectionState =
            new SimpleObjectProperty<>(this, "connectionState");
    private final ObjectProperty<InstantSource> clock = ActorLink.required(this, "clock", InstantSource.system());
    private final Timeline countdown = new Timeline(new KeyFrame(Duration.seconds(1), tick -> refresh()));
    private final GridPane details = new GridPane();
    private @Nullable PopOver popOver;

    /** Makes a badge that follows nothing yet. */
    public ConnectionIndicator() {
        getStyleClass().add("connection-indicator");
        getStylesheets().add(ThemeAliases.parts());
        Region shape = new Region();
        shape.getStyleClass().add("shape");
        setGraphic(shape);
        setMinWidth(USE_PREF_SIZE);
        details.getStyleClass().add("connection-details");
        countdown.setCycleCount(Animation.INDEFINITE);
        actor.follow(connectionState, ObservableActor::connectionStateProperty);
        connectionState.subscribe(state -> refresh());
        clock.subscribe(now -> refresh());
        sceneProperty()
                .flatMap(scene -> scene.windowProperty())
                .flatMap(window -> window.showingProperty())
                .subscribe(showing -> count());
        setOnAction(pressed -> toggle());
    }

    /** Returns the property of the actor whose connection is shown; null at first. */
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

    /** Returns the property of the state that is shown; null at first. It is bound while there is an actor, and may be bound to something else otherwise. */
    public final ObjectProperty<@Nullable ConnectionState> connectionStateProperty() {
        return connectionState;
    }

    /** Returns the property of the clock by which the time to the next attempt is told; the system's by default, never null. */
    public final ObjectProperty<InstantSource> clockProperty() {
        return clock;
    }

    /** Returns whether the details are open. */
    public final boolean isOpen() {
        return popOver != null && popOver.isShowing();
    }

    private void toggle() {
        PopOver open = popOver;
        if (open != null && open.isShowing()) {
            open.hide(Duration.ZERO);
            return;
        }
        PopOver made = open == null ? make() : open;
        popOver = made;
        refresh();
        made.show(this);
    }

    private PopOver make() {
        PopOver made = new PopOver(details);
        made.getStyleClass().add("parts-popover");
        made.getRoot().getStylesheets().add(ThemeAliases.parts());
        made.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
        made.setDetachable(false);
        made.setAnimated(false);
        made.setAutoHide(true);
        made.setHideOnEscape(true);
        return made;
    }

    private void refresh() {
        ConnectionState state = connectionState.get();
        ConnectionWords words = ConnectionWords.of(state, clock.get());
        for (String word : WORDS) {
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(word),
                    state != null && state.word().equals(word));
        }
        setText(words.title());
        setAccessibleText(PartWords.of("connection.accessible", words.title()));
        setAccessibleHelp(PartWords.of("connection.help"));
        details.getChildren().clear();
        Label heading = new Label(words.sentence());
        heading.getStyleClass().add("heading");
        heading.setWrapText(true);
        details.add(heading, 0, 0, 2, 1);
        words.facts().forEach((name, value) -> {
            int row = details.getRowCount();
            Label key = new Label(name);
            key.getStyleClass().add("fact");
            key.setMinWidth(USE_PREF_SIZE);
            GridPane.setValignment(key, VPos.TOP);
            Label text = new Label(value);
            text.setWrapText(true);
            GridPane.setMargin(text, new Insets(0, 0, 0, 4));
            details.addRow(row, key, text);
        });
        count();
    }

    /** Counts down while a next attempt is waited for in a window that is showing. */
    private void count() {
        boolean counts = connectionState.get() instanceof ConnectionState.Reconnecting
                && getScene() != null
                && getScene().getWindow() != null
                && getScene().getWindow().isShowing();
        if (counts && countdown.getStatus() != Animation.Status.RUNNING) {
            countdown.play();
        } else if (!counts) {
            countdown.stop();
        }
    }
}
