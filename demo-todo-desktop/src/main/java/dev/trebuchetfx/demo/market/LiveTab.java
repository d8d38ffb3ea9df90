// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.bindings.controls.ErrorPane;
import dev.trebuchetfx.bindings.controls.StaleVeil;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.Tab;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A tab whose content follows an actor while the tab is chosen. Otherwise the content is in no window, so that the actor pauses, and ends after a while. Errors are told above
 * the content, and a veil says when it may be old. Confined to the FX thread.
 */
final class LiveTab extends Tab {
    private final ErrorPane errors = new ErrorPane();
    private final StaleVeil veil = new StaleVeil();
    private final Consumer<ObservableActor<Board>> follow;
    private final Supplier<ObservableActor<Board>> open;
    private @Nullable ObservableActor<Board> followed;

    /**
     * Creates a tab that observes nothing until it is chosen.
     *
     * @param follow lets the content follow another actor
     */
    LiveTab(
            String title,
            Feather icon,
            Region content,
            Consumer<ObservableActor<Board>> follow,
            Supplier<ObservableActor<Board>> open) {
        super(title);
        this.follow = follow;
        this.open = open;
        setGraphic(new FontIcon(icon));
        setClosable(false);
        veil.setContent(content);
        errors.setContent(veil);
        errors.setOnRetry(_ -> reopen());
        selectedProperty().subscribe(this::chosen);
    }

    private void chosen(boolean isChosen) {
        setContent(isChosen ? errors : null);
        // One that has ended out of sight is stale too.
        if (isChosen && (followed == null || followed.isStale())) {
            reopen();
        }
    }

    private void reopen() {
        if (followed != null) {
            followed.close();
        }
        ObservableActor<Board> opened = open.get().bindTo(errors);
        followed = opened;
        veil.setActor(opened);
        errors.setActor(opened);
        follow.accept(opened);
    }
}
