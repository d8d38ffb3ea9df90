// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import static dev.trebuchetfx.bindings.testing.FxTesting.accessibleTree;
import static dev.trebuchetfx.bindings.testing.FxTesting.awaitPulse;
import static dev.trebuchetfx.bindings.testing.FxTesting.awaitValue;
import static dev.trebuchetfx.bindings.testing.FxTesting.call;
import static dev.trebuchetfx.bindings.testing.FxTesting.namelessControls;
import static dev.trebuchetfx.bindings.testing.FxTesting.run;
import static dev.trebuchetfx.bindings.testing.FxTesting.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.testing.FakeStream;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ReplayProgress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures of each part and state at 100 % and 200 %, in {@code target/pictures}; a colour that the theme does not have fails the test. */
@HeadlessFx
@Timeout(120)
class PartPicturesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI SERVER = URI.create("wss://todos.example.com/actors");
    private static final Path FOLDER = Path.of("target/pictures");

    private static Path png(String part, Themed theme) {
        return FOLDER.resolve(part + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png");
    }

    /** Draws the scene at 100 % and at 200 %, and expects what a screen reader gets of it. */
    private static void draw(Scene scene, String part, Themed theme, String tree) {
        snapshot(scene, png(part, theme));
        snapshot(scene, png(part + "-200", theme), 2);
        assertThat(namelessControls(scene.getRoot())).isEmpty();
        assertThat(accessibleTree(scene.getRoot())).isEqualTo(tree);
    }

    private static ConnectionIndicator indicator(ConnectionState state) {
        ConnectionIndicator made = new ConnectionIndicator();
        made.clockProperty().set(InstantSource.fixed(NOW));
        made.connectionStateProperty().set(state);
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void connection(Themed theme) {
        ConnectionIndicator reconnecting = call(() -> indicator(new ConnectionState.Reconnecting(
                12,
                SERVER,
                NOW.plusSeconds(27),
                "The server refused the connection (TFX-CONN-004): certificate of todos.example.com has expired")));
        FlowPane pane = call(() -> {
            FlowPane made = new FlowPane(
                    10,
                    10,
                    indicator(new ConnectionState.Connected(SERVER)),
                    indicator(new ConnectionState.Connecting(SERVER)),
                    reconnecting,
                    indicator(new ConnectionState.Offline("the attempts are used up")),
                    indicator(new ConnectionState.Closed()),
                    new ConnectionIndicator());
            made.setPadding(new Insets(16));
            return made;
        });
        Stage stage = theme.show(pane, 560, 120);
        run(reconnecting::requestFocus);
        awaitPulse();
        draw(stage.getScene(), "connection", theme, """
                button “Connection: Connected” (Press to see why, and what happens next)
                button “Connection: Connecting…” (Press to see why, and what happens next)
                button “Connection: Reconnecting in 27 s” (Press to see why, and what happens next)
                button “Connection: Offline” (Press to see why, and what happens next)
                button “Connection: Closed” (Press to see why, and what happens next)
                button “Connection: No connection” (Press to see why, and what happens next)
                """);
        run(reconnecting::fire);
        awaitPulse();
        Scene details = call(() -> Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .map(Window::getScene)
                .findFirst()
                .orElseThrow());
        draw(details, "connection-details", theme, """
                text “The connection was lost. It comes back by itself.”
                text “Cause”
                text “The server refused the connection (TFX-CONN-004): certificate of todos.example.com has expired”
                text “Next attempt”
                text “in 27 s, number 12”
                text “Server”
                text “wss://todos.example.com/actors”
                """);
    }

    private static StaleVeil veil(Freshness freshness, boolean known) {
        StaleVeil made = new StaleVeil();
        made.setDelay(Duration.ZERO);
        made.clockProperty().set(InstantSource.fixed(NOW.plusSeconds(150)));
        ListView<String> list = new ListView<>(FXCollections.observableArrayList("Buy oat milk", "Water the plants"));
        list.setAccessibleText("Todos");
        made.setContent(list);
        made.freshnessProperty().set(freshness);
        made.lastUpdatedProperty().set(known ? NOW : null);
        made.setPrefHeight(110);
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void veil(Themed theme) {
        VBox box = call(() -> {
            VBox made = new VBox(
                    10,
                    veil(Freshness.LIVE, true),
                    veil(Freshness.STALE, true),
                    veil(Freshness.CATCHING_UP, false),
                    veil(Freshness.RESYNCING, true),
                    veil(Freshness.ENDED, true),
                    veil(Freshness.FAILED, true));
            made.setPadding(new Insets(16));
            return made;
        });
        Stage stage = theme.show(box, 480, 760);
        draw(stage.getScene(), "veil", theme, """
                list view “Todos”
                  list item “Buy oat milk”
                  list item “Water the plants”
                list view “Todos”
                  list item “Buy oat milk”
                  list item “Water the plants”
                text “Last known state, of 12:00:00\u202fAM. There is no connection.”
                list view “Todos”
                  list item “Buy oat milk”
                  list item “Water the plants”
                text “Nothing has come yet. What is missing is on its way.”
                list view “Todos”
                  list item “Buy oat milk”
                  list item “Water the plants”
                text “Last known state, of 12:00:00\u202fAM. It is being checked with the server.”
                list view “Todos”
                  list item “Buy oat milk”
                  list item “Water the plants”
                text “The server has ended the stream. This is its last state.”
                list view “Todos”
                  list item “Buy oat milk”
                  list item “Water the plants”
                text “Last known state, of 12:00:00\u202fAM. The stream has failed and can't go on.”
                """);
    }

    @ParameterizedTest
    @EnumSource
    void replay(Themed theme) {
        VBox box = call(() -> {
            VBox made = new VBox(6);
            for (ReplayProgress each : List.of(
                    new ReplayProgress(0, 1_200),
                    new ReplayProgress(430, 1_200),
                    new ReplayProgress(1_234_567, 1_234_568))) {
                ReplayBar bar = new ReplayBar();
                bar.progressProperty().set(each);
                made.getChildren().add(bar);
            }
            made.setPadding(new Insets(16));
            return made;
        });
        Stage stage = theme.show(box, 420, 140);
        draw(stage.getScene(), "replay", theme, """
                progress indicator “Missed updates: 0 of 1,200”
                text “0 of 1,200”
                progress indicator “Missed updates: 430 of 1,200”
                text “430 of 1,200”
                progress indicator “Missed updates: 1,234,567 of 1,234,568”
                text “1,234,567 of 1,234,568”
                """);
    }

    @ParameterizedTest
    @EnumSource
    void error(Themed theme) {
        ErrorPane pane = call(() -> {
            ErrorPane made = new ErrorPane();
            made.setContent(new VBox(new Label("The content goes on below.")));
            made.setOnRetry(pressed -> {});
            return made;
        });
        Stage stage = theme.show(pane, 640, 160);
        run(
                () -> pane.errorProperty()
                        .set(
                                new dev.trebuchetfx.client.error.StreamFailedException(
                                        "The actor 'todos' does not exist at this server. Expose it, or ask for one of 'lists', 'prices'.")));
        awaitValue(pane.showingProperty(), showing -> showing);
        for (int i = 0; i < 40; i++) {
            awaitPulse();
        }
        draw(stage.getScene(), "error", theme, """
                text “The content goes on below.”
                text “The actor 'todos' does not exist at this server. Expose it, or ask for one of 'lists', 'prices'. [TFX-STREAM-001]”
                button “Try again”
                button “Close this message”
                """);
        assertThat(drawnTexts(pane))
                .as("nothing is cut off")
                .contains("Try again")
                .anyMatch(text -> text.endsWith("'prices'. [TFX-STREAM-001]"));
    }

    /** Returns the texts as they are drawn, with dots where they were cut off. */
    private static List<String> drawnTexts(Node within) {
        return call(() -> within.lookupAll(".text").stream()
                .filter(Text.class::isInstance)
                .map(node -> ((Text) node).getText())
                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void queue(Themed theme) {
        FakeStream<Words> stream = FakeStream.create();
        VBox box = call(() -> {
            OfflineQueue full = new OfflineQueue();
            full.setActor(stream.actor());
            full.describeProperty()
                    .set(change -> change.targetIdentifier().equals("addWord")
                            ? "Add “Buy oat milk, rice, two lemons, the good bread from the corner and something for the cat”"
                            : "Rename “Milk” to “Oat milk”");
            OfflineQueue empty = new OfflineQueue();
            empty.setPrefHeight(120);
            VBox.setVgrow(full, Priority.ALWAYS);
            VBox made = new VBox(16, full, empty);
            made.setPadding(new Insets(16));
            stream.update(new Words(List.of()));
            stream.actor().change(state -> state.with("a"), RemoteCall.of("rename", Void.class));
            stream.cut("cut");
            stream.actor().change(state -> state.with("b"), RemoteCall.of("addWord", Void.class));
            stream.actor()
                    .change(
                            state -> {
                                throw new IllegalStateException("The list was deleted.");
                            },
                            RemoteCall.of("rename", Void.class));
            return made;
        });
        Stage stage = theme.show(box, 480, 460);
        run(() -> ((ListView<?>) box.lookup(".list-view")).getSelectionModel().select(1));
        awaitPulse();
        draw(stage.getScene(), "queue", theme, """
                text “3 changes, 2 not sent yet”
                list view “Changes that are under way”
                  list item “Rename “Milk” to “Oat milk”, 12:00:00\u202fAM, sent, no answer yet”
                    text “Rename “Milk” to “Oat milk””
                    text “12:00:00\u202fAM, sent, no answer yet”
                  list item “Add “Buy oat milk, rice, two lemons, the good bread from the corner and something for the cat”, 12:00:01\u202fAM, not sent yet”, selected
                    text “Add “Buy oat milk, rice, two lemons, the good bread from the corner and something for the cat””
                    text “12:00:01\u202fAM, not sent yet”
                    button “Take back: Add “Buy oat milk, rice, two lemons, the good bread from the corner and something for the cat””
                  list item “Rename “Milk” to “Oat milk”, 12:00:02\u202fAM, not sent yet. It does not fit the newest state: The list was deleted.”
                    text “Rename “Milk” to “Oat milk””
                    text “12:00:02\u202fAM, not sent yet. It does not fit the newest state: The list was deleted.”
                    button “Take back: Rename “Milk” to “Oat milk””
                text “No changes”
                list view “Changes that are under way”
                  text “No changes wait. Everything is at the server.”
                """);
    }
}
