// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.act.AdminFaultGate;
import dev.trebuchetfx.inspector.act.ClientCaller;
import dev.trebuchetfx.inspector.app.LayoutFile;
import dev.trebuchetfx.server.StubServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javafx.geometry.Orientation;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import tools.jackson.databind.JsonNode;

/** The panel Send, the list of commands, the arrangement of the window, and the names of controls. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class ActingWindowTest {
    private final FxRobot robot = new FxRobot();
    private StubServer server;
    private TrebuchetClient client;
    private InspectorSession inspector;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startFx() {
        FxTesting.start();
    }

    @BeforeEach
    void start() throws Exception {
        server = StubServer.builder().bundledActors().adminPort(0).start();
        client = TrebuchetClient.builder(server.uri()).build();
        inspector = InspectorSession.attachTo(
                client,
                ActTarget.server(
                        new ClientCaller(() -> TrebuchetClient.builder(server.uri()), InstantSource.system()),
                        new AdminFaultGate(server.adminUri())));
    }

    @AfterEach
    void stop() {
        FxTesting.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        inspector.close();
        client.close();
        server.close();
    }

    private void open(Theme theme) {
        FxTesting.run(() -> {
            inspector.show();
            inspector.stage().getScene().setUserAgentStylesheet(theme.getUserAgentStylesheet());
        });
        robot.targetWindow(inspector.stage());
        FxTesting.run(
                () -> node(inspector.stage().getScene().getRoot(), "#messages").requestFocus());
    }

    private static Node node(Parent root, String id) {
        return Objects.requireNonNull(root.lookup(id), id);
    }

    private static Window window(String id) {
        await().until(() -> FxTesting.call(() -> Window.getWindows().stream()
                .anyMatch(window -> window.getScene().getRoot().lookup(id) != null)));
        return FxTesting.call(() -> Window.getWindows().stream()
                .filter(window -> window.getScene().getRoot().lookup(id) != null)
                .findFirst()
                .orElseThrow());
    }

    private Stage send(Theme theme) {
        open(theme);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.S).release(KeyCode.SHIFT, KeyCode.CONTROL);
        Stage stage = (Stage) window("#send");
        assertThat(FxTesting.call(() -> stage.getScene().getFocusOwner().getId()))
                .isEqualTo("send-actor");
        robot.targetWindow(stage);
        return stage;
    }

    private void write(Stage stage, String id, String text) {
        FxTesting.run(() -> ((TextInputControl) node(stage.getScene().getRoot(), id)).setText(text));
    }

    private List<String> history(Stage stage) {
        return FxTesting.call(() -> ((ListView<?>) node(stage.getScene().getRoot(), "#send-history"))
                .getItems().stream().map(String::valueOf).toList());
    }

    private void fire(Stage stage, String id) {
        FxTesting.run(() -> ((ButtonBase) node(stage.getScene().getRoot(), id)).fire());
    }

    @Test
    void aCallAStreamAndAFaultAreDoneFromThePanel() {
        for (Theme theme : List.of(new PrimerLight(), new PrimerDark())) {
            Stage stage = send(theme);
            write(stage, "#send-actor", "counter");
            write(stage, "#send-method", "increment");
            fire(stage, "#send-call");
            await().until(() -> history(stage).toString().contains("DONE"));
            write(stage, "#send-method", "observeState");
            fire(stage, "#send-open");
            await().until(() -> history(stage).toString().contains("full 1"));
            fire(stage, "#send-inject");
            await().until(() -> history(stage).toString().contains("affected"));
            write(stage, "#send-method", "fly");
            fire(stage, "#send-call");
            await().until(() -> history(stage).toString().contains("FAILED"));
            Path picture = Path.of("target", "pictures", "send-" + (theme.isDarkMode() ? "dark" : "light") + ".png");
            FxTesting.call(() -> {
                FxTesting.snapshot(stage.getScene(), picture);
                return true;
            });
            assertThat(picture).isNotEmptyFile();
            FxTesting.run(stage::hide);
        }
    }

    @Test
    void everyActionIsFoundByAFewLetters() {
        open(new PrimerLight());
        boolean before =
                FxTesting.call(() -> inspector.model().recordingProperty().get());
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        Window palette = window("#palette");
        Parent root = palette.getScene().getRoot();
        ListView<?> list = (ListView<?>) node(root, "#palette-list");
        assertThat(FxTesting.call(() -> list.getItems().size())).isGreaterThan(10);
        FxTesting.run(() -> ((TextInputControl) node(root, "#palette-text")).setText("recoff"));
        assertThat(FxTesting.call(() -> String.valueOf(list.getItems().getFirst())))
                .contains("Record on or off", "Ctrl+E");
        await().until(() -> FxTesting.call(() -> list.lookup(".key") != null));
        FxTesting.call(() -> {
            root.applyCss();
            root.layout();
            FxTesting.snapshot(palette.getScene(), Path.of("target", "pictures", "palette-light.png"));
            return true;
        });
        robot.targetWindow(palette);
        robot.type(KeyCode.ENTER);
        await().until(() ->
                FxTesting.call(() -> inspector.model().recordingProperty().get()) != before);
        assertThat(FxTesting.call(palette::isShowing)).isFalse();
    }

    /** The one beside the streams. */
    private static SplitPane split(InspectorSession shown) {
        return shown.stage().getScene().getRoot().lookupAll(".split-pane").stream()
                .map(SplitPane.class::cast)
                .filter(split -> split.getOrientation() == Orientation.HORIZONTAL)
                .filter(split -> split.getItems().getFirst().lookup("#streams") != null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWindowIsArrangedAsItWas() {
        LayoutFile file = new LayoutFile(folder.resolve("settings").resolve("inspector.properties"));
        inspector.remember(file);
        open(new PrimerLight());
        FxTesting.run(() -> {
            inspector.stage().setWidth(911);
            inspector.stage().setHeight(777);
            inspector.stage().getScene().getRoot().layout();
            split(inspector).setDividerPositions(0.33);
            inspector.hide();
        });
        assertThat(file.file()).isNotEmptyFile();
        try (InspectorSession again = InspectorSession.attachTo(client, ActTarget.embedded())) {
            again.remember(file);
            double[] found = FxTesting.call(() -> {
                again.show();
                again.stage().getScene().getRoot().layout();
                return new double[] {
                    again.stage().getWidth(),
                    again.stage().getHeight(),
                    split(again).getDividerPositions()[0]
                };
            });
            assertThat(found[0]).isEqualTo(911);
            assertThat(found[1]).isEqualTo(777);
            assertThat(found[2]).isBetween(0.31, 0.35);
            FxTesting.run(again::hide);
        }
    }

    @Test
    void aWindowThatWasLargerThanTheScreenFitsIt() {
        LayoutFile file = new LayoutFile(folder.resolve("inspector.properties"));
        file.save(Map.of("width", "5000.0", "height", "4000.0"));
        inspector.remember(file);
        open(new PrimerLight());
        FxTesting.run(() -> {
            Rectangle2D screen = Screen.getPrimary().getVisualBounds();
            assertThat(inspector.stage().getWidth()).isEqualTo(screen.getWidth());
            assertThat(inspector.stage().getHeight()).isEqualTo(screen.getHeight());
            assertThat(inspector.stage().getX()).isEqualTo(screen.getMinX());
            assertThat(inspector.stage().getY()).isEqualTo(screen.getMinY());
        });
    }

    @Test
    void aTestIsWrittenOfWhatTheFilterLetsThrough() throws Exception {
        open(new PrimerLight());
        AtomicLong shown = new AtomicLong();
        client.actor("counter")
                .observe("observeState", JsonNode.class)
                .listen(StreamListener.ofUpdates(update -> shown.set(update.sequence())));
        await().until(() -> shown.get() == 1);
        client.actor("counter").call("increment", Long.class).join();
        await().until(() -> shown.get() == 2);
        FxTesting.run(() -> inspector.model().table().filter().textProperty().set("stream:counter type:streamData"));
        FxTesting.run(() -> inspector.writeTest(folder));
        await().untilAsserted(() -> assertThat(FxTesting.call(
                        () -> inspector.model().files().messageProperty().get()))
                .isEqualTo("Wrote " + folder.resolve("CounterCaptureTest.java")));
        assertThat(folder.resolve("CounterCaptureTest.java"))
                .content()
                .contains("full 1 {\"count\":0}", "full 2 {\"count\":1}");
        FxTesting.run(() -> inspector.writeTest(folder));
        await().until(() -> FxTesting.call(
                        () -> inspector.model().files().messageProperty().get())
                .contains("is there already"));
    }

    @Test
    void whatIsBeingWrittenShowsHowFarItIsAndIsCancelledByAClick() {
        open(new PrimerLight());
        Scene scene = inspector.stage().getScene();
        CompletableFuture<Void> clicked = new CompletableFuture<>();
        FxTesting.run(() -> inspector.model().files().run("Saving big.tfx…", "Not saved", progress -> {
            progress.expect(2);
            progress.advance();
            clicked.join();
            progress.advance();
            return "Saved";
        }));
        await().until(() -> FxTesting.call(() -> scene.lookup("#file-progress") instanceof ProgressBar bar
                && bar.isVisible()
                && bar.getProgress() == 0.5));
        FxTesting.run(() -> {
            if (scene.lookup("#file-cancel") instanceof Button cancel) {
                cancel.fire();
            }
        });
        clicked.complete(null);
        await().until(() -> FxTesting.call(() -> scene.lookup("#status-message") instanceof Label told
                && told.getText().equals("Not saved: cancelled")));
        assertThat(FxTesting.call(() -> scene.lookup("#file-cancel").isVisible()))
                .isFalse();
        assertThat(FxTesting.call(() -> scene.lookup("#file-progress").isVisible()))
                .isFalse();
    }

    private static void unnamed(Node node, List<String> found) {
        boolean control = node.isFocusTraversable() || node instanceof ButtonBase || node instanceof TextInputControl;
        String text = node.getAccessibleText();
        if (text == null && node instanceof Labeled labeled) {
            text = labeled.getText();
        }
        if (text == null && node instanceof TextInputControl field) {
            text = field.getPromptText();
        }
        boolean visible = node.isVisible() && (node.getId() != null || node instanceof ButtonBase);
        if (control
                && visible
                && (text == null || text.isBlank())
                && node.queryAccessibleAttribute(javafx.scene.AccessibleAttribute.TEXT) == null) {
            found.add(node.getClass().getSimpleName() + "#" + node.getId() + node.getStyleClass());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> unnamed(child, found));
        }
    }

    @Test
    void everyControlHasANameForScreenReaders() {
        Stage stage = send(new PrimerLight());
        List<String> found = FxTesting.call(() -> {
            List<String> without = new ArrayList<>();
            for (Stage each : List.of(stage, inspector.stage())) {
                Scene scene = each.getScene();
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                unnamed(scene.getRoot(), without);
            }
            return without;
        });
        assertThat(found).isEmpty();
    }
}
