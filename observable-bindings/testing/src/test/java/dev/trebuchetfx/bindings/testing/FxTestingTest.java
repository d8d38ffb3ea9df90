// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests of a window as the kit's users write them, with a server and without. */
@HeadlessFx
@TrebuchetTest
class FxTestingTest {
    /** A to-do of the bundled actor, as far as this test looks. */
    record Entry(String id, String title) {}

    /** The bundled actor's state. */
    record Entries(List<Entry> todos) {}

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors();
    }

    @Test
    void aStateOfARealServerIsAwaited(TrebuchetClient client) {
        try (ObservableActor<Entries> actor = ObservableActor.observe(client, "todos", "observeState", Entries.class)) {
            client.actor("todos").call("addTodo", Entry.class, "milk").join();
            Entries shown = FxTesting.awaitState(actor, state -> !state.todos().isEmpty());
            assertThat(shown.todos()).extracting(Entry::title).containsExactly("milk");
        }
    }

    @Test
    void aPredicateThatThrowsAndAWaitOnTheFxThreadAreTold() {
        FakeStream<Entries> stream = FakeStream.create();
        stream.update(new Entries(List.of()));
        assertThatThrownBy(() -> FxTesting.awaitState(stream.actor(), state -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .hasMessage("wrong");
        assertThatThrownBy(() -> FxTesting.run(() -> FxTesting.awaitState(stream.actor(), state -> true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("came on the FX thread");
    }

    @Test
    void aSceneIsDrawnAsAScreenOfAnotherScaleDrawsIt(@TempDir Path folder) throws IOException {
        Scene scene = FxTesting.call(() -> {
            Region red = new Region();
            red.setStyle("-fx-background-color: red");
            red.setMaxSize(10, 10);
            return new Scene(new StackPane(red), 30, 20, Color.BLUE);
        });
        FxTesting.snapshot(scene, folder.resolve("twice.png"), 2);
        var picture = ImageIO.read(folder.resolve("twice.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(60);
        assertThat(picture.getHeight()).isEqualTo(40);
        assertThat(new java.awt.Color(picture.getRGB(30, 20))).isEqualTo(java.awt.Color.RED);
        assertThat(new java.awt.Color(picture.getRGB(21, 11))).isEqualTo(java.awt.Color.RED);
        assertThat(new java.awt.Color(picture.getRGB(41, 31))).isNotEqualTo(java.awt.Color.RED);
        assertThatThrownBy(() -> FxTesting.snapshot(scene, folder.resolve("none.png"), 0))
                .hasMessage("a scale must be more than 0 and at most 8 but was 0.0");
    }

    @Test
    void whatAScreenReaderGetsIsAText() {
        Button add = FxTesting.call(() -> new Button("Add"));
        TextField named = FxTesting.call(TextField::new);
        TextField nameless = FxTesting.call(TextField::new);
        Scene scene = FxTesting.call(() -> {
            Label label = new Label("Title");
            label.setLabelFor(named);
            add.setAccessibleHelp("Adds a to-do");
            add.setDisable(true);
            CheckBox done = new CheckBox("Done");
            done.setSelected(true);
            Label hidden = new Label("hidden");
            hidden.setVisible(false);
            return new Scene(new VBox(label, named, nameless, new HBox(add, done), hidden));
        });
        FxTesting.awaitPulse();
        assertThat(FxTesting.accessibleTree(scene.getRoot())).isEqualTo("""
                text “Title”
                text field “Title”
                text field
                button “Add”, disabled (Adds a to-do)
                check box “Done”, selected
                """);
        assertThat(FxTesting.namelessControls(scene.getRoot())).containsExactly(nameless);
    }

    @Test
    void aSceneIsDrawnToAFile(@TempDir Path folder) throws IOException {
        Scene scene = FxTesting.call(() -> {
            Region red = new Region();
            red.setStyle("-fx-background-color: red");
            return new Scene(new StackPane(red), 30, 20, Color.WHITE);
        });
        Path png = folder.resolve("deep/scene.png");
        FxTesting.snapshot(scene, png);
        var picture = ImageIO.read(png.toFile());
        assertThat(picture.getWidth()).isEqualTo(30);
        assertThat(picture.getHeight()).isEqualTo(20);
        assertThat(picture.getRGB(15, 10)).isEqualTo(0xFFFF0000);
    }

    @Test
    void whatTheFxThreadMeetsFailsTheTestThatMetIt() {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", "*")
                .selectors(selectMethod(Failing.class, "throwsLater"), selectMethod(Failing.class, "hasAWrongStyle"))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("throwsLater"),
                                finishedWithFailure(message(text -> text.contains("nobody catches this")))))
                .haveExactly(
                        1,
                        event(
                                test("hasAWrongStyle"),
                                finishedWithFailure(message(text -> text.contains("-fx-background-color")))));
        assertThat(FxTesting.call(() -> Window.getWindows().size())).isZero();
    }

    /** Tests that fail, run by the test above alone. */
    @HeadlessFx
    @Tag("soak")
    static class Failing {
        @Test
        void throwsLater() {
            FxTesting.run(() -> new Stage().show());
            Platform.runLater(() -> {
                throw new IllegalStateException("nobody catches this");
            });
            FxTesting.awaitPulse();
        }

        @Test
        void hasAWrongStyle() {
            FxTesting.run(() -> {
                Pane pane = new Pane();
                pane.setStyle("-fx-background-color: -no-such-colour");
                new Scene(pane).getRoot().applyCss();
            });
        }
    }
}
