// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import dev.trebuchetfx.bindings.controls.ThemeAliases;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.demo.app.Appearance;
import dev.trebuchetfx.demo.app.FxToolkit;
import dev.trebuchetfx.demo.app.TodoWindow;
import dev.trebuchetfx.demo.host.DemoMarket;
import dev.trebuchetfx.demo.host.DemoServer;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.remote.TodoActor;
import dev.trebuchetfx.server.StreamInfo;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Stage;

/** The world in which the story plays: a server, the window, and somebody else who uses the same todos. Not for the FX thread. */
final class TourWorld implements AutoCloseable {
    /** The number of updates that the server keeps for each stream; small, so that the story can overrun it. */
    static final int BUFFER = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    // Long enough to be read in a picture; the story itself ends the wait.
    private static final BackoffPolicy BACKOFF = BackoffPolicy.builder()
            .between(Duration.ofSeconds(20), Duration.ofSeconds(20))
            .resetAfter(Duration.ofSeconds(10))
            .build();

    private static final double TODO_WIDTH = 620;
    private static final double WIDTH = 1_640;
    private static final double HEIGHT = 960;

    private final DemoServer server;
    private final Gate gate = new Gate();
    private final TrebuchetClient client;
    private final TrebuchetClient otherClient;
    private final TodoActor other;
    private final Appearance appearance;
    private final TodoWindow window;
    private final Stage stage;

    TourWorld() throws Exception {
        server = DemoServer.start(BUFFER);
        URI uri = server.uri();
        client = TrebuchetClient.builder(uri)
                .name("window")
                .token(gate::pass)
                .backoff(BACKOFF)
                .build();
        otherClient = TrebuchetClient.builder(uri).name("elsewhere").build();
        other = otherClient.actor("todos").as(TodoActor.class);
        appearance = FxToolkit.call(Appearance::new);
        window = FxToolkit.call(() -> new TodoWindow(client, uri, ListName.MAIN, DemoMarket.NAME, appearance, _ -> {}));
        stage = FxToolkit.call(() -> {
            Stage shown = new Stage();
            window.pane().setMinWidth(TODO_WIDTH);
            window.pane().setMaxWidth(TODO_WIDTH);
            Parent inspector = window.inspector().view();
            HBox.setHgrow(inspector, Priority.ALWAYS);
            Scene scene = new Scene(new HBox(window.pane(), inspector), WIDTH, HEIGHT);
            ThemeAliases.ATLANTAFX.addTo(scene);
            shown.setScene(scene);
            shown.titleProperty().bind(window.title());
            shown.show();
            window.pane().focusAddField();
            return shown;
        });
    }

    TodoWindow window() {
        return window;
    }

    Scene scene() {
        return stage.getScene();
    }

    Appearance appearance() {
        return appearance;
    }

    /** The todos of whoever else uses them. */
    TodoActor elsewhere() {
        return other;
    }

    /** The titles that the window knows; one that is done begins with {@code x}. */
    List<String> shown() {
        return titles(window.service().todos());
    }

    /** The titles that the server has. */
    List<String> atServer() throws TourException {
        return titles(done("ask the server for its todos", other.getTodos()));
    }

    /** Cuts the window's line and keeps it from connecting again. */
    void cut() throws TourException {
        gate.shut();
        StreamInfo bound = server.stub().streams().stream()
                .filter(StreamInfo::bound)
                .findFirst()
                .orElseThrow(() -> new TourException(
                        "expected the window's stream at the server, but there was none bound", null));
        server.stub().faults().cut(bound.streamId());
    }

    /** Lets the window connect again, at once. */
    void mend() {
        gate.open();
        client.reconnectNow();
    }

    /** Chooses a stream in the inspector. On the FX thread. */
    void watch(int stream) {
        ((ListView<?>) scene().lookup("#streams")).getSelectionModel().select(stream);
    }

    /** Chooses a tab of the window. On the FX thread. */
    void tab(int index) {
        ((TabPane) scene().lookup("#tabs")).getSelectionModel().select(index);
    }

    /** Returns the number of rows of a table; 0 where it is not shown. On the FX thread. */
    int rows(String table) {
        return scene().lookup(table) instanceof TableView<?> found
                ? found.getItems().size()
                : 0;
    }

    /** Returns whether the chart shows two points or more. On the FX thread. */
    boolean hasLine() {
        return scene().lookup("#price-line") instanceof XYChart<?, ?> chart
                && chart.getData().stream().anyMatch(line -> line.getData().size() > 1);
    }

    /** Returns whether the inspector shows this text for the chosen stream. On the FX thread. */
    boolean inspectorSays(String text) {
        return scene().lookup("#stream-detail").lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && label.getText().equals(text));
    }

    /** Does something in the window, as a hand would. */
    void act(Runnable action) throws Exception {
        FxToolkit.call(() -> {
            action.run();
            return true;
        });
    }

    /** Waits until something is so in the window. */
    void await(String what, BooleanSupplier condition, Supplier<String> actual) throws Exception {
        CompletableFuture<Boolean> outcome = FxToolkit.call(() -> Until.holds(condition, PATIENCE));
        if (!outcome.get()) {
            throw new TourException(
                    "expected that " + what + " within " + PATIENCE.toSeconds() + " s, but found "
                            + FxToolkit.call(actual::get),
                    null);
        }
    }

    /** Waits for the answer to a command. */
    static <T> T done(String what, CompletableFuture<T> command) throws TourException {
        try {
            return command.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TourException("expected to " + what + ", but it failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TourException("interrupted while waiting to " + what, e);
        }
    }

    private static List<String> titles(List<TodoItem> todos) {
        return todos.stream()
                .map(todo -> (todo.isCompleted() ? "x " : "") + todo.title())
                .toList();
    }

    @Override
    public void close() throws IOException {
        gate.open();
        FxToolkit.executor().execute(() -> {
            window.close();
            stage.hide();
        });
        client.close();
        otherClient.close();
        server.close();
    }
}
