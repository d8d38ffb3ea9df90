// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.server.StubServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A second list beside the first, each in a window of its own, at a real server. */
class OtherListTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final FxRobot robot = new FxRobot();

    private static List<Stage> stages() throws Exception {
        return FxToolkit.call(() -> {
            List<Stage> shown = new ArrayList<>();
            for (Window window : Window.getWindows()) {
                if (window instanceof Stage stage && stage.getTitle() != null) {
                    shown.add(stage);
                }
            }
            return shown;
        });
    }

    private static List<String> titles() throws Exception {
        List<Stage> stages = stages();
        return FxToolkit.call(() -> stages.stream().map(Stage::getTitle).toList());
    }

    @AfterEach
    void closeWindows() throws Exception {
        for (Stage stage : stages()) {
            FxToolkit.call(() -> {
                stage.hide();
                return true;
            });
        }
    }

    private void open(StubServer server) throws Exception {
        org.testfx.api.FxToolkit.registerPrimaryStage();
        DemoApplication application = new DemoApplication(server.uri(), null, "prices", null);
        FxToolkit.call(() -> {
            application.openWindow(ListName.MAIN, new Appearance());
            return true;
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(titles()).hasSize(1));
    }

    /** Asks for a list by key, and returns its window. */
    private Stage openList(String name) throws Exception {
        press(KeyCode.CONTROL, KeyCode.O);
        robot.write(name, 0);
        press(KeyCode.ENTER);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(titles()).contains(name));
        return stages().stream()
                .filter(stage -> stage.getTitle().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void press(KeyCode... keys) {
        robot.press(keys).release(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void aListThatIsOpenedHasTodosOfItsOwn() throws Exception {
        try (StubServer server = StubServer.builder().bundledActors().start()) {
            open(server);
            Stage opened = openList("shopping");
            Node badge = robot.from(opened.getScene().getRoot())
                    .lookup("#connection")
                    .query();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(badge.getAccessibleText()).isEqualTo("Connection: Connected"));
            // Without a display both windows lie on one place and both have the focus, so that a robot's keys go to
            // either.
            FxToolkit.call(() -> {
                TextField field = (TextField) opened.getScene().lookup("#new-todo");
                field.setText("Milk");
                field.fireEvent(new ActionEvent());
                return true;
            });

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(titles()).containsExactlyInAnyOrder("Todos", "shopping (1 open)"));
        }
    }

    @Test
    void aServerWithoutSuchAListSaysSoInTheWindow() throws Exception {
        try (StubServer server = StubServer.builder().start()) {
            open(server);
            Stage opened = openList("shopping");

            await().atMost(PATIENCE).untilAsserted(() -> {
                Node empty =
                        robot.from(opened.getScene().getRoot()).lookup("#empty").query();
                assertThat(empty.isVisible()).isTrue();
                assertThat(robot.from(empty)
                                .lookup(".hint")
                                .queryAs(Label.class)
                                .getText())
                        .isEqualTo("The server at " + server.uri()
                                + " has no actor named todos/shopping, or won't show it.");
            });
        }
    }
}
