// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.demo.app.Appearance;
import dev.trebuchetfx.demo.app.FxToolkit;
import dev.trebuchetfx.demo.app.TodoWindow;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.lambdalocal.EmulatorJars;
import dev.trebuchetfx.lambdalocal.LambdaLocal;
import dev.trebuchetfx.lambdalocal.LambdaLocalOptions;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.time.SystemTime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two windows of the demo at the functions for AWS, as {@code demo --server} shows them beside {@code lambda-local}. */
@Timeout(300)
class DemoOnFunctionsTest {
    /** Containers that begin on a busy machine take their time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicBoolean isHeldBack = new AtomicBoolean();
    private final CountDownLatch mayReturn = new CountDownLatch(1);

    @Test
    void aWindowThatWasCutShowsWhatItHasMissedByAReplay() throws Exception {
        FxToolkit.start();
        LambdaLocalOptions options = LambdaLocalOptions.of(
                EmulatorJars.functions(), EmulatorJars.database(), Path.of("target", "lambda-local"));
        try (SystemTime time = new SystemTime("trebuchet-test-timers", Clock.systemUTC());
                LambdaLocal emulator = new LambdaLocal(options, time);
                TrebuchetClient leftClient = TrebuchetClient.builder(emulator.uri())
                        .resumeTimeout(PATIENCE)
                        .token(this::tokenWhenLet)
                        .build();
                TrebuchetClient rightClient = TrebuchetClient.builder(emulator.uri())
                        .token(() -> null)
                        .build()) {
            Shown left = Shown.open(emulator, leftClient, 40);
            Shown right = Shown.open(emulator, rightClient, 640);
            left.awaitLive();
            right.awaitLive();
            right.add("Milk");
            left.awaitRows("Milk");

            isHeldBack.set(true);
            emulator.gateway().cut();
            await().atMost(PATIENCE).until(left::isStale);
            right.awaitLive();
            right.add("Bread");
            right.awaitRows("Milk", "Bread");
            right.add("Tea");
            right.awaitRows("Milk", "Bread", "Tea");
            left.awaitRows("Milk");
            mayReturn.countDown();

            left.awaitRows("Milk", "Bread", "Tea");
            left.awaitLive();
            ResumeReport resume = FxToolkit.call(left.window.service().lastResume()::getValue);
            assertThat(resume).isNotNull();
            assertThat(resume.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
            assertThat(FxToolkit.call(left.window.service().lastGap()::getValue))
                    .isNull();

            left.hide();
            right.hide();
        } finally {
            mayReturn.countDown();
        }
    }

    private String tokenWhenLet() {
        if (isHeldBack.get()) {
            try {
                assertThat(mayReturn.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return "anyone";
    }

    /** A window of the demo on a stage. */
    private record Shown(TodoWindow window, Stage stage) {
        static Shown open(LambdaLocal emulator, TrebuchetClient client, double x) throws Exception {
            return FxToolkit.call(() -> {
                TodoWindow window =
                        new TodoWindow(client, emulator.uri(), ListName.MAIN, "prices", new Appearance(), _ -> {});
                Stage stage = new Stage();
                stage.setScene(new Scene(window.pane(), 560, 600));
                stage.setX(x);
                stage.show();
                return new Shown(window, stage);
            });
        }

        /** Types a title and presses Enter. */
        void add(String title) throws Exception {
            FxToolkit.call(() -> {
                TextField field = (TextField) stage.getScene().lookup("#new-todo");
                field.setText(title);
                field.fireEvent(new ActionEvent());
                return true;
            });
        }

        boolean isStale() throws Exception {
            return FxToolkit.call(window.model().connection().staleProperty()::get);
        }

        void awaitLive() {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            FxToolkit.call(window.service().freshness()::getValue))
                    .isEqualTo(Freshness.LIVE));
        }

        /** Waits until the list shows these titles, from top to bottom. */
        void awaitRows(String... titles) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows()).containsExactly(titles));
        }

        private List<String> rows() throws Exception {
            return FxToolkit.call(() -> {
                stage.getScene().getRoot().layout();
                return stage.getScene().getRoot().lookupAll(".todo-cell").stream()
                        .filter(cell -> cell instanceof ListCell<?> row && !row.isEmpty())
                        .sorted(Comparator.comparingDouble(Node::getLayoutY))
                        .map(cell -> ((Labeled) cell.lookup(".todo-title")).getText())
                        .toList();
            });
        }

        void hide() throws Exception {
            FxToolkit.call(() -> {
                stage.hide();
                window.close();
                return true;
            });
        }
    }
}
