// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.error.TrebuchetException;
import javafx.beans.DefaultProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.event.ActionEvent;
import javafx.event.EventHandler;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import org.controlsfx.control.NotificationPane;
import org.controlsfx.control.action.Action;
import org.jspecify.annotations.Nullable;

/**
 * Shows the error of an actor above its content, with a button that tries again. It goes when there is no error any more, or when it is closed by hand; the next error brings it back.
 *
 * <p>Style class {@code error-pane}, beside those of {@link NotificationPane}.
 */
@DefaultProperty("content")
public final class ErrorPane extends NotificationPane {
    private final ActorLink actor = new ActorLink(this);
    private final ObjectProperty<@Nullable Throwable> error = new SimpleObjectProperty<>(this, "error");
    private final ObjectProperty<@Nullable EventHandler<ActionEvent>> onRetry =
            new SimpleObjectProperty<>(this, "onRetry");
    private final Action retry = new Action(PartWords.of("error.retry"), this::retry);

    /** Makes a pane that follows nothing yet and has no content. */
    public ErrorPane() {
        getStyleClass().add("error-pane");
        getStylesheets().add(ThemeAliases.parts());
        // The pane itself has nothing to do with a key.
        setFocusTraversable(false);
        Region sign = new Region();
        sign.getStyleClass().add("sign");
        setGraphic(sign);
        actor.follow(error, ObservableActor::errorProperty);
        onRetry.subscribe(handler -> {
            if (handler == null) {
                getActions().clear();
            } else {
                getActions().setAll(retry);
            }
        });
        error.subscribe(this::changed);
        skinProperty().subscribe(this::nameCloseButton);
    }

    /** ControlsFX leaves the button without a name and out of reach of the Tab key. */
    private void nameCloseButton() {
        if (lookup(".close-button") instanceof Button button) {
            button.setAccessibleText(PartWords.of("error.close"));
            button.setFocusTraversable(true);
        }
    }

    /** Returns the property of the actor whose error is shown; null at first. */
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

    /** Returns the property of the error that is shown, or null. It is bound while there is an actor; without one it may be set, for a call that failed for instance. */
    public final ObjectProperty<@Nullable Throwable> errorProperty() {
        return error;
    }

    /** Returns the property of the handler of the button that tries again; there is no button while it is null, as at first. */
    public final ObjectProperty<@Nullable EventHandler<ActionEvent>> onRetryProperty() {
        return onRetry;
    }

    /** Returns the value of {@link #onRetryProperty()}. */
    public final @Nullable EventHandler<ActionEvent> getOnRetry() {
        return onRetry.get();
    }

    /** Sets the value of {@link #onRetryProperty()}. */
    public final void setOnRetry(@Nullable EventHandler<ActionEvent> handler) {
        onRetry.set(handler);
    }

    private void retry(ActionEvent pressed) {
        EventHandler<ActionEvent> handler = onRetry.get();
        hide();
        if (handler != null) {
            handler.handle(pressed);
        }
    }

    private void changed(@Nullable Throwable now) {
        if (now == null) {
            hide();
        } else {
            setText(words(now));
            setAccessibleText(PartWords.of("error.accessible", words(now)));
            show();
        }
    }

    /** Returns the message of an error; the code at its beginning is put in brackets at the end, where it does not stand before what is to be read. */
    private static String words(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        if (error instanceof TrebuchetException known && message.startsWith(known.code() + ": ")) {
            return message.substring(known.code().length() + 2) + " [" + known.code() + "]";
        }
        return message;
    }
}
