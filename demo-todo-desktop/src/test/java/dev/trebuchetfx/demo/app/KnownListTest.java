// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.FileCheckpointStore;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.server.StubServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The list that a former run has shown, in the window of a run whose server does not answer. */
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class KnownListTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final FxRobot robot = new FxRobot();

    @TempDir
    private Path folder;

    private static List<Stage> stages() throws Exception {
        return FxToolkit.call(() -> Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .toList());
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

    private static void open(URI server, FileCheckpointStore checkpoints) throws Exception {
        org.testfx.api.FxToolkit.registerPrimaryStage();
        DemoApplication application = new DemoApplication(server, null, "prices", checkpoints);
        FxToolkit.call(() -> {
            application.openWindow(ListName.MAIN, new Appearance());
            return true;
        });
    }

    private void awaitMilk() {
        await().atMost(PATIENCE).until(() -> {
            List<?> todos = robot.lookup("#todos").queryAs(ListView.class).getItems();
            return todos.size() == 1 && todos.toString().contains("Milk");
        });
    }

    @Test
    void showsBeforeThereIsAServer() throws Exception {
        Path file = folder.resolve("demo.checkpoints");
        URI server;
        try (StubServer stub = StubServer.builder().bundledActors().start();
                FileCheckpointStore checkpoints = FileCheckpointStore.open(file)) {
            server = stub.uri();
            try (TrebuchetClient other = TrebuchetClient.connect(server.toString())) {
                other.actor("todos")
                        .call("addTodo", Object.class, CallOptions.WHEN_CONNECTED, "Milk")
                        .toCompletableFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            open(server, checkpoints);
            awaitMilk();
            closeWindows();
        }
        assertThat(stages()).isEmpty();
        try (FileCheckpointStore checkpoints = FileCheckpointStore.open(file)) {
            open(server, checkpoints);
            awaitMilk();
        }
    }
}
