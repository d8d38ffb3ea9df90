// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.demo.market.Board;
import dev.trebuchetfx.demo.market.MarketTabs;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.remote.RemoteTodoService;
import dev.trebuchetfx.demo.text.Words;
import dev.trebuchetfx.demo.view.TodoPane;
import dev.trebuchetfx.inspector.Inspector;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.util.Duration;

/** One window's parts, put together: service, view model, view, and the second hand. Belongs to the FX thread. */
public final class TodoWindow implements AutoCloseable {
    private final RemoteTodoService service;
    private final TodoViewModel model;
    private final TodoPane pane;
    private final Inspector inspector;
    private final Timeline seconds;
    private final ObservableValue<String> title;

    /**
     * Shows the todos that {@code client} finds at {@code endpoint}.
     *
     * @param market the name of the actor whose prices the other tabs show
     * @param openList opens another list that a person asks for
     */
    public TodoWindow(
            TrebuchetClient client,
            URI endpoint,
            ListName list,
            String market,
            Appearance appearance,
            Consumer<ListName> openList) {
        Inspector.loadFonts();
        // First, so that it sees the stream begin.
        inspector = Inspector.attachTo(client);
        service = new RemoteTodoService(
                client, endpoint, list, FxToolkit.executor(), InstantSource.system(), UUID::randomUUID);
        model = new TodoViewModel(service, InstantSource.system(), ZoneId.systemDefault());
        title = service.openCount()
                .map(open -> Words.of("window.title", list.title(), open))
                .orElse(list.title());
        pane = new TodoPane(
                model,
                appearance.darkProperty(),
                inspector::show,
                openList,
                MarketTabs.of(() -> ObservableActor.observe(client, market, "observeState", Board.class)));
        seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> model.tick()));
        seconds.setCycleCount(Animation.INDEFINITE);
        seconds.play();
    }

    public RemoteTodoService service() {
        return service;
    }

    public TodoViewModel model() {
        return model;
    }

    public TodoPane pane() {
        return pane;
    }

    /** For the window that shows the pane: how much is to do. */
    public ObservableValue<String> title() {
        return title;
    }

    /** Shows what the client does. */
    public Inspector inspector() {
        return inspector;
    }

    /** Stops following the todos; the pane shows what it showed. */
    @Override
    public void close() {
        seconds.stop();
        service.close();
        inspector.close();
    }
}
