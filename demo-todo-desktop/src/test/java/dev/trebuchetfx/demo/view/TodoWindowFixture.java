// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.bindings.controls.ThemeAliases;
import dev.trebuchetfx.bindings.testing.FakeStream;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.demo.market.Board;
import dev.trebuchetfx.demo.market.MarketTabs;
import dev.trebuchetfx.demo.model.FakeTodoService;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoViewModel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** A todo window on a service in memory, a robot and a clock that is set by hand. */
public final class TodoWindowFixture implements AutoCloseable {
    public final FxRobot robot = new FxRobot();
    public final FakeTodoService service;
    public final TodoViewModel model;
    public final BooleanProperty dark = new SimpleBooleanProperty();
    public volatile Instant now = Instant.parse("2026-03-12T18:00:00Z");
    /** The lists that were asked for, in order. */
    public final List<ListName> opened = new ArrayList<>();

    /** The streams of prices that were opened, the newest last. */
    public final List<FakeStream<Board>> markets = new ArrayList<>();

    private final Stage stage;

    private TodoWindowFixture(FakeTodoService service, double width, double height) {
        this.service = service;
        try {
            stage = FxToolkit.registerPrimaryStage();
        } catch (TimeoutException e) {
            throw new IllegalStateException("the toolkit did not start", e);
        }
        model = onFxThread(() -> new TodoViewModel(service, () -> now, ZoneOffset.UTC));
        onFxThread(() -> {
            dark.subscribe(isDark -> Application.setUserAgentStylesheet(
                    isDark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet()));
            TodoPane pane = new TodoPane(model, dark, () -> {}, opened::add, MarketTabs.of(this::openMarket));
            Scene scene = new Scene(pane, width, height);
            ThemeAliases.ATLANTAFX.addTo(scene);
            stage.setScene(scene);
            stage.show();
            stage.requestFocus();
            pane.focusAddField();
            return null;
        });
        settle();
    }

    private ObservableActor<Board> openMarket() {
        FakeStream<Board> opened = FakeStream.create();
        markets.add(opened);
        return opened.actor();
    }

    /** Chooses a tab: 0 for the todos, 1 for the prices, 2 for the chart. */
    public void tab(int index) {
        TabPane tabs = robot.lookup("#tabs").queryAs(TabPane.class);
        fx(() -> tabs.getSelectionModel().select(index));
        // The skins of what is in it are made in a pulse.
        FxTesting.awaitPulse();
    }

    public static TodoWindowFixture open(FakeTodoService service) {
        return new TodoWindowFixture(service, 760, 640);
    }

    public static TodoWindowFixture open(FakeTodoService service, double width, double height) {
        return new TodoWindowFixture(service, width, height);
    }

    /** Waits until everything that is queued has been done and drawn. */
    public void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }

    public void fx(Runnable action) {
        onFxThread(() -> {
            action.run();
            return null;
        });
        settle();
    }

    @SuppressWarnings("unchecked")
    public ListView<TodoItem> list() {
        return robot.lookup("#todos").queryAs(ListView.class);
    }

    public Node node(String query) {
        return robot.lookup(query).query();
    }

    public Scene scene() {
        return stage.getScene();
    }

    /** Keeps pictures of the window at 100 % and 200 % for a person to look at, and expects that a screen reader can name all that the Tab key reaches. */
    public void picture(String name) {
        settle();
        draw(stage.getScene(), name);
    }

    /** Keeps pictures of the window, such as a pop-over, in which a node is, as {@link #picture} does. */
    public void pictureOf(String query, String name) {
        settle();
        draw(node(query).getScene(), name);
    }

    private static void draw(Scene scene, String name) {
        FxTesting.snapshot(scene, Path.of("target/pictures", name + ".png"));
        FxTesting.snapshot(scene, Path.of("target/pictures", name + "-200.png"), 2);
        assertThat(FxTesting.namelessControls(scene.getRoot()))
                .as("controls without a name in " + name)
                .isEmpty();
    }

    @Override
    public void close() {
        fx(() -> {
            stage.setScene(null);
            stage.hide();
        });
    }

    private static <T> T onFxThread(Callable<T> action) {
        return WaitForAsyncUtils.waitForAsyncFx(60_000, action);
    }
}
