// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.PendingChange;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Lists the changes that are under way: what each does, since when, and how far it is. One that was not sent can be taken back by its button, or by Delete on the selected line.
 *
 * <p>Style class {@code offline-queue}; within it {@code queue-title} and the lines of class {@code change-cell} with the pseudo-class {@code waiting}.
 */
public final class OfflineQueue extends VBox {
    private final ActorLink actor = new ActorLink(this);
    private final ObjectProperty<List<PendingChange<?>>> changes = ActorLink.required(this, "changes", List.of());
    private final ObjectProperty<Function<PendingChange<?>, String>> describe =
            ActorLink.required(this, "describe", ChangeCell::spoken);
    private final ObservableList<ChangeCell.Line> lines = FXCollections.observableArrayList();
    private final ListView<ChangeCell.Line> view = new ListView<>(lines);
    private final Label title = new Label();

    /** Makes a list that follows nothing yet. */
    public OfflineQueue() {
        getStyleClass().add("offline-queue");
        getStylesheets().add(ThemeAliases.parts());
        title.getStyleClass().add("queue-title");
        Label nothing = new Label(PartWords.of("queue.nothing"));
        nothing.setWrapText(true);
        view.setPlaceholder(nothing);
        view.setAccessibleText(PartWords.of("queue.accessible"));
        view.setCellFactory(list -> new ChangeCell());
        view.setOnKeyPressed(key -> {
            ChangeCell.Line selected = view.getSelectionModel().getSelectedItem();
            if (key.getCode() == KeyCode.DELETE && selected != null) {
                selected.withdraw();
                key.consume();
            }
        });
        setVgrow(view, Priority.ALWAYS);
        getChildren().addAll(title, view);
        actor.follow(changes, ObservableActor::pendingChangesProperty);
        changes.subscribe(now -> refresh());
        describe.subscribe(now -> refresh());
    }

    /** Returns the property of the actor whose changes are listed; null at first. */
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

    /** Returns the property of the changes, in order; never null. It is bound while there is an actor, and may be bound to something else otherwise. */
    public final ObjectProperty<List<PendingChange<?>>> changesProperty() {
        return changes;
    }

    /** Returns the property of the function that says what a change does; by default the method's name in words, such as "Update todo". It is never null. */
    public final ObjectProperty<Function<PendingChange<?>, String>> describeProperty() {
        return describe;
    }

    private void refresh() {
        List<ChangeCell.Line> now = changes.get().stream()
                .map(change -> ChangeCell.Line.of(change, describe.get()))
                .toList();
        if (!now.equals(lines)) {
            int selected = view.getSelectionModel().getSelectedIndex();
            lines.setAll(now);
            if (selected >= 0 && !now.isEmpty()) {
                view.getSelectionModel().select(Math.min(selected, now.size() - 1));
            }
        }
        long waiting = changes.get().stream()
                .filter(change -> change.status() == ChangeStatus.WAITING)
                .count();
        title.setText(words(now.size(), waiting));
    }

    private static String words(int all, long waiting) {
        if (all == 0) {
            return PartWords.of("queue.none");
        }
        return waiting == 0 ? PartWords.of("queue.sent", all) : PartWords.of("queue.waiting", all, waiting);
    }
}
