// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import static dev.trebuchetfx.bindings.testing.FxTesting.awaitPulse;
import static dev.trebuchetfx.bindings.testing.FxTesting.awaitValue;
import static dev.trebuchetfx.bindings.testing.FxTesting.call;
import static dev.trebuchetfx.bindings.testing.FxTesting.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.bindings.testing.FakeStream;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Application;
import javafx.event.Event;
import javafx.fxml.FXMLLoader;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The parts as a person sees and uses them, in a window. */
@HeadlessFx
@Timeout(120)
class PartsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI SERVER = URI.create("ws://127.0.0.1:8080/");

    private final FakeStream<Words> stream = FakeStream.create();

    private static String text(Node within, String selector) {
        return call(() -> within.lookup(selector) instanceof Labeled labeled ? labeled.getText() : "none");
    }

    private static void press(Node node, KeyCode code) {
        run(() -> {
            Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
            Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, false, false, false, false));
        });
    }

    @Test
    void theIndicatorCountsDownToTheNextAttempt() {
        ConnectionIndicator indicator = call(ConnectionIndicator::new);
        Themed.LIGHT.show(call(() -> new VBox(indicator)), 300, 100);
        assertThat(call(indicator::getText)).isEqualTo("No connection");
        run(() -> {
            indicator.clockProperty().set(InstantSource.fixed(NOW));
            indicator.setActor(stream.actor());
        });
        assertThat(call(indicator::getText)).isEqualTo("Connected");
        run(() -> stream.connection(new ConnectionState.Reconnecting(3, SERVER, NOW.plusMillis(3_100), "refused")));
        assertThat(call(indicator::getText)).isEqualTo("Reconnecting in 4 s");
        assertThat(call(indicator::getAccessibleText)).isEqualTo("Connection: Reconnecting in 4 s");

        // The clock goes on, and nothing else happens: the badge looks again by itself.
        AtomicInteger looks = new AtomicInteger();
        run(() -> indicator.clockProperty().set(() -> looks.getAndIncrement() == 0 ? NOW : NOW.plusSeconds(5)));
        awaitValue(indicator.textProperty(), "Reconnecting…"::equals);
    }

    @Test
    void aSceneWithoutTheColoursOfThePartsIsToldWhereTheyAre() {
        assertThatThrownBy(() -> run(() -> {
                    Application.setUserAgentStylesheet(Application.STYLESHEET_MODENA);
                    ConnectionIndicator indicator = new ConnectionIndicator();
                    new Scene(new VBox(indicator));
                    indicator.applyCss();
                }))
                .hasMessageContaining("JavaFX logged")
                .hasMessageContaining("call ThemeAliases.MODENA.addTo(scene)");
    }

    @Test
    void theIndicatorOpensItsDetailsByKeyboardAndEscapeClosesThem() {
        ConnectionIndicator indicator = call(ConnectionIndicator::new);
        Themed.LIGHT.show(call(() -> new VBox(indicator)), 500, 300);
        run(() -> {
            indicator.clockProperty().set(InstantSource.fixed(NOW));
            indicator.setActor(stream.actor());
            stream.connection(new ConnectionState.Reconnecting(3, SERVER, NOW.plusSeconds(4), "connection refused"));
            indicator.requestFocus();
        });
        assertThat(call(indicator::isFocusTraversable)).isTrue();
        press(indicator, KeyCode.SPACE);
        awaitPulse();
        assertThat(call(indicator::isOpen)).isTrue();
        PopOver open = call(() -> Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .map(PopOver.class::cast)
                .findFirst()
                .orElseThrow());
        List<String> texts = call(() -> open.getContentNode().lookupAll(".label").stream()
                .map(node -> ((Label) node).getText())
                .toList());
        assertThat(texts)
                .contains(
                        "The connection was lost. It comes back by itself.", "connection refused", "in 4 s, number 3");
        press(indicator, KeyCode.ESCAPE);
        awaitPulse();
        assertThat(call(indicator::isOpen)).isFalse();
    }

    @Test
    void theVeilSaysWhyAndGoesWhenTheStateIsLive() {
        TextField field = call(() -> new TextField("milk"));
        StaleVeil veil = call(() -> {
            StaleVeil made = new StaleVeil();
            made.setContent(field);
            made.setDelay(Duration.ZERO);
            made.setActor(stream.actor());
            return made;
        });
        Themed.LIGHT.show(veil, 400, 200);
        assertThat(text(veil, ".veil-line")).isEqualTo("Nothing has come yet. What is missing is on its way.");
        run(() -> stream.update(new Words(List.of("milk"))));
        awaitPulse();
        assertThat(call(veil::isVeiled)).isFalse();
        assertThat(call(field::getOpacity)).isEqualTo(1);

        run(() -> stream.cut("the line was cut"));
        awaitPulse();
        assertThat(text(veil, ".veil-line")).isEqualTo("Last known state, as of a moment ago. There is no connection.");
        assertThat(call(field::getOpacity)).isEqualTo(0.7);
        assertThat(call(() -> field.isDisabled() || field.isMouseTransparent())).isFalse();

        run(() -> stream.fail(new StreamFailedException("no such actor")));
        assertThat(text(veil, ".veil-line")).endsWith("The stream has failed and can't go on.");
        run(() -> stream.freshness(Freshness.LIVE, "back"));
        awaitPulse();
        assertThat(call(veil::isVeiled)).isFalse();
        assertThat(call(field::getOpacity)).isEqualTo(1);
    }

    @Test
    void aShortInterruptionShowsNoVeil() {
        StaleVeil veil = call(() -> {
            StaleVeil made = new StaleVeil();
            made.setDelay(Duration.seconds(60));
            made.setActor(stream.actor());
            return made;
        });
        Themed.LIGHT.show(veil, 400, 200);
        run(() -> {
            stream.update(new Words(List.of()));
            stream.cut("cut");
        });
        awaitPulse();
        assertThat(call(veil::isVeiled)).isFalse();
        run(() -> veil.setDelay(Duration.millis(1)));
        run(() -> stream.freshness(Freshness.RESYNCING, "checked"));
        awaitValue(veil.topProperty(), top -> top != null);
        assertThat(text(veil, ".veil-line")).endsWith("It is being checked with the server.");
    }

    @Test
    void aReplayIsCountedAndTakesNoPlaceAfterwards() {
        ReplayBar bar = call(ReplayBar::new);
        Themed.LIGHT.show(call(() -> new VBox(bar)), 400, 100);
        run(() -> {
            bar.setActor(stream.actor());
            stream.update(new Words(List.of()));
        });
        assertThat(call(bar::isManaged)).isFalse();
        run(() -> {
            stream.replay(1_200);
            for (int i = 0; i < 430; i++) {
                stream.replayed(new Words(List.of("word " + i)));
            }
        });
        assertThat(text(bar, ".count")).isEqualTo("430 of 1,200");
        assertThat(call(() -> bar.lookup(".progress-bar").getAccessibleText()))
                .isEqualTo("Missed updates: 430 of 1,200");
        assertThat(call(() -> bar.lookup(".progress-bar").getAccessibleRole()))
                .isEqualTo(AccessibleRole.PROGRESS_INDICATOR);
        run(() -> stream.freshness(Freshness.LIVE, "done"));
        assertThat(call(bar::isVisible)).isFalse();
    }

    @Test
    void anErrorIsShownUntilItIsOverAndCanBeTriedAgain() {
        AtomicInteger retries = new AtomicInteger();
        ErrorPane pane = call(() -> {
            ErrorPane made = new ErrorPane();
            made.setContent(new Label("content"));
            made.setActor(stream.actor());
            made.setOnRetry(pressed -> retries.incrementAndGet());
            return made;
        });
        Themed.LIGHT.show(pane, 600, 200);
        assertThat(call(pane::isShowing)).isFalse();
        run(() -> stream.fail(new StreamFailedException("The actor 'todos' does not exist.")));
        awaitValue(pane.showingProperty(), showing -> showing);
        assertThat(call(pane::getText)).isEqualTo("The actor 'todos' does not exist. [TFX-STREAM-001]");
        Button again = call(() -> (Button) pane.lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && "Try again".equals(button.getText()))
                .findFirst()
                .orElseThrow());
        run(again::fire);
        assertThat(retries).hasValue(1);
        awaitValue(pane.showingProperty(), showing -> !showing);

        run(() -> {
            pane.setActor(null);
            pane.setOnRetry(null);
            pane.errorProperty().set(new IllegalStateException());
        });
        assertThat(call(pane::getText)).isEqualTo("IllegalStateException");
        assertThat(call(() -> pane.getActions().isEmpty())).isTrue();
        run(() -> pane.errorProperty().set(null));
        awaitValue(pane.showingProperty(), showing -> !showing);
    }

    private void add(String word) {
        stream.actor().change(state -> state.with(word), RemoteCall.of("addWord", Void.class, word));
    }

    @Test
    void changesThatWaitAreListedAndTakenBack() {
        OfflineQueue queue = call(OfflineQueue::new);
        Themed.LIGHT.show(queue, 500, 300);
        assertThat(text(queue, ".queue-title")).isEqualTo("No changes");
        run(() -> {
            queue.setActor(stream.actor());
            stream.update(new Words(List.of("milk")));
            add("tea");
            stream.cut("cut");
            add("rice");
            add("salt");
        });
        awaitPulse();
        assertThat(text(queue, ".queue-title")).isEqualTo("3 changes, 2 not sent yet");
        List<String> shown = call(() -> {
            List<String> texts = new ArrayList<>();
            queue.lookupAll(".what").forEach(node -> texts.add(((Label) node).getText()));
            return texts.stream().filter(each -> !each.isEmpty()).toList();
        });
        assertThat(shown).containsExactly("Add word", "Add word", "Add word");

        run(() -> queue.describeProperty().set(change -> {
            throw new IllegalStateException("the application's own failure");
        }));
        ListView<?> view = call(() -> (ListView<?>) queue.lookup(".list-view"));
        run(() -> view.getSelectionModel().select(2));
        press(view, KeyCode.DELETE);
        assertThat(text(queue, ".queue-title")).isEqualTo("2 changes, 1 not sent yet");
        assertThat(call(() -> stream.actor().getState())).isEqualTo(new Words(List.of("milk", "tea", "rice")));
        // One that was sent can't be taken back.
        run(() -> view.getSelectionModel().select(0));
        press(view, KeyCode.DELETE);
        assertThat(text(queue, ".queue-title")).isEqualTo("2 changes, 1 not sent yet");
    }

    @Test
    void fxmlMakesEachPart() throws Exception {
        String fxml = """
                <?import dev.trebuchetfx.bindings.controls.*?>
                <?import javafx.scene.control.Label?>
                <?import javafx.scene.layout.VBox?>
                <VBox xmlns:fx="http://javafx.com/fxml">
                  <ConnectionIndicator/>
                  <ReplayBar/>
                  <ErrorPane><StaleVeil delay="1s"><Label text="content"/></StaleVeil></ErrorPane>
                  <OfflineQueue/>
                </VBox>
                """;
        VBox root = call(() -> new FXMLLoader().load(new ByteArrayInputStream(fxml.getBytes(StandardCharsets.UTF_8))));
        Themed.DARK.show(root, 500, 400);
        assertThat(call(() -> root.getChildren().stream()
                        .map(node -> node.getClass().getSimpleName())
                        .toList()))
                .containsExactly("ConnectionIndicator", "ReplayBar", "ErrorPane", "OfflineQueue");
        StaleVeil veil = (StaleVeil) call(() -> ((ErrorPane) root.getChildren().get(2)).getContent());
        assertThat(call(veil::getDelay)).isEqualTo(Duration.seconds(1));
        assertThat(call(veil::getContent)).isInstanceOf(Label.class);
    }

    @Test
    void aPartThatIsDroppedIsCollectedThoughItsActorLives() {
        Stage stage = Themed.LIGHT.show(call(VBox::new), 300, 200);
        List<WeakReference<Node>> dropped = call(() -> {
            VBox box = new VBox();
            ConnectionIndicator indicator = new ConnectionIndicator();
            StaleVeil veil = new StaleVeil();
            ReplayBar bar = new ReplayBar();
            OfflineQueue queue = new OfflineQueue();
            indicator.setActor(stream.actor());
            veil.setActor(stream.actor());
            bar.setActor(stream.actor());
            queue.setActor(stream.actor());
            box.getChildren().addAll(indicator, veil, bar, queue);
            stage.getScene().setRoot(box);
            return List.of(
                    new WeakReference<>(indicator),
                    new WeakReference<>(veil),
                    new WeakReference<>(bar),
                    new WeakReference<>(queue));
        });
        awaitPulse();
        run(() -> stage.getScene().setRoot(new VBox()));
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            awaitPulse();
            System.gc();
            run(() -> stream.update(new Words(List.of("again"))));
            assertThat(dropped).allSatisfy(each -> assertThat(each.get()).isNull());
        });
    }
}
