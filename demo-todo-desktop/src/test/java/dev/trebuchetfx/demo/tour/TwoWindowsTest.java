// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.demo.app.Appearance;
import dev.trebuchetfx.demo.app.FxToolkit;
import dev.trebuchetfx.demo.app.TodoWindow;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.server.StreamInfo;
import dev.trebuchetfx.server.StubServer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** Two windows, each with its own connection to one real server. */
class TwoWindowsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final FxRobot robot = new FxRobot();
    private final Gate gate = new Gate();
    private final List<AutoCloseable> open = new ArrayList<>();
    private StubServer server;
    private TrebuchetClient leftClient;
    private TodoWindow left;
    private TodoWindow right;

    @BeforeEach
    void openWindows() throws Exception {
        org.testfx.api.FxToolkit.registerPrimaryStage();
        server = StubServer.builder()
                .token("left", "l")
                .token("right", "r")
                .bundledActors()
                .start();
        open.add(server);
        leftClient = client("l");
        Appearance appearance = fx(Appearance::new);
        left = window(leftClient, appearance);
        right = window(client("r"), appearance);
        stage(left, 40);
        stage(right, 640);
        awaitLive(left);
        awaitLive(right);
    }

    @AfterEach
    void closeWindows() throws Exception {
        gate.open();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private TrebuchetClient client(String token) {
        TrebuchetClient client = TrebuchetClient.builder(server.uri())
                .token(() -> {
                    if (token.equals("l")) {
                        gate.pass();
                    }
                    return token;
                })
                .build();
        open.add(client);
        return client;
    }

    private TodoWindow window(TrebuchetClient client, Appearance appearance) throws Exception {
        TodoWindow window =
                fx(() -> new TodoWindow(client, server.uri(), ListName.MAIN, "prices", appearance, _ -> {}));
        open.add(() -> fx(() -> {
            window.close();
            return true;
        }));
        return window;
    }

    private void stage(TodoWindow window, double x) throws Exception {
        Stage stage = fx(() -> {
            Stage shown = new Stage();
            shown.setScene(new Scene(window.pane(), 560, 600));
            shown.setX(x);
            shown.show();
            return shown;
        });
        open.add(() -> fx(() -> {
            stage.hide();
            return true;
        }));
    }

    private static <T> T fx(Callable<T> task) throws Exception {
        return FxToolkit.call(task);
    }

    private static List<String> titles(TodoWindow window) throws Exception {
        return fx(() -> window.model().visible().stream().map(TodoItem::title).toList());
    }

    private static void awaitTitles(TodoWindow window, String... titles) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(titles(window)).containsExactly(titles));
    }

    private static void awaitLive(TodoWindow window) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(fx(window.service().freshness()::getValue)).isEqualTo(Freshness.LIVE));
    }

    private void add(TodoWindow window, String title) throws Exception {
        fx(() -> {
            window.model().newTitleProperty().set(title);
            window.model().add();
            return true;
        });
    }

    @Test
    void whatIsTypedInOneAppearsInTheOther() throws Exception {
        robot.clickOn(right.pane().lookup("#new-todo"));
        robot.write("Milk", 0).press(KeyCode.ENTER).release(KeyCode.ENTER);

        awaitTitles(left, "Milk");
        awaitTitles(right, "Milk");
    }

    @Test
    void theTitleCountsFromAStreamThatCarriesTheCountAlone() throws Exception {
        for (String title : List.of("One", "Two", "Three")) {
            add(right, title);
        }
        awaitTitles(left, "One", "Two", "Three");
        awaitTitle("Todos (3 open)");
        StreamInfo before = countOfLeft();

        TodoItem one = fx(() -> left.model().visible().getFirst());
        fx(() -> {
            left.model().toggle(one);
            return true;
        });
        awaitTitle("Todos (2 open)");
        left.service().rename(one.id(), "Uno").join();
        awaitTitles(left, "Uno", "Two", "Three");

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(countOfLeft().leftOut()).isEqualTo(before.leftOut() + 1);
            assertThat(countOfLeft().newest()).isEqualTo(before.newest() + 1);
        });
    }

    private void awaitTitle(String title) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fx(left.title()::getValue)).isEqualTo(title));
    }

    private StreamInfo countOfLeft() {
        return server.streams().stream()
                .filter(stream -> stream.principal().equals("left") && stream.leftOutBytes() > 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDueDateThatIsSetWithoutAConnectionShowsAtOnceAndTravelsLater() throws Exception {
        add(right, "Milk");
        awaitTitles(left, "Milk");
        cutLeft();
        LocalDate day = LocalDate.of(2030, 1, 2);
        fx(() -> {
            left.model().due().set(List.of(left.model().visible().getFirst()), day);
            return true;
        });
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(dueDate(left)).isEqualTo(day);
            assertThat(fx(left.model().pendingProperty()::get)).isEqualTo("1 change waits for the connection");
        });
        assertThat(fx(() -> left.service()
                        .describe(left.service().changes().getValue().getFirst())))
                .isEqualTo("Due date of “Milk”");
        assertThat(dueDate(right)).isNull();

        gate.open();
        leftClient.reconnectNow();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(dueDate(right)).isEqualTo(day));
        fx(() -> {
            left.model().history().undo();
            return true;
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(dueDate(right)).isNull());
    }

    @Test
    void severalThatAreMovedWithoutAConnectionMoveElsewhereLater() throws Exception {
        for (String title : List.of("One", "Two", "Three", "Four", "Five")) {
            add(right, title);
        }
        awaitTitles(left, "One", "Two", "Three", "Four", "Five");
        cutLeft();
        fx(() -> {
            List<TodoItem> shown = left.model().visible();
            left.model().moveToGap(List.of(shown.get(0), shown.get(2)), 5);
            return true;
        });
        awaitTitles(left, "Two", "Four", "Five", "One", "Three");
        assertThat(titles(right)).containsExactly("One", "Two", "Three", "Four", "Five");

        gate.open();
        leftClient.reconnectNow();
        awaitTitles(right, "Two", "Four", "Five", "One", "Three");
        await().atMost(PATIENCE)
                .until(() -> fx(left.model().history().nextUndoProperty()::get).equals("move 2 todos"));
        fx(() -> {
            left.model().history().undo();
            return true;
        });
        awaitTitles(right, "One", "Two", "Three", "Four", "Five");
    }

    private static @Nullable LocalDate dueDate(TodoWindow window) throws Exception {
        return FxToolkit.call(() ->
                        Optional.ofNullable(window.model().visible().getFirst().dueDate()))
                .orElse(null);
    }

    private void cutLeft() throws Exception {
        gate.shut();
        StreamInfo leftStream = server.streams().stream()
                .filter(stream -> stream.principal().equals("left"))
                .findFirst()
                .orElseThrow();
        server.faults().cut(leftStream.streamId());
        await().atMost(PATIENCE).until(() -> fx(left.model().connection().staleProperty()::get));
    }

    @Test
    void afterACutAndFiveChangesBothAreEqual() throws Exception {
        add(right, "One");
        awaitTitles(right, "One");
        add(right, "Two");
        awaitTitles(left, "One", "Two");

        cutLeft();

        add(right, "Three");
        awaitTitles(right, "One", "Two", "Three");
        TodoItem one = fx(() -> right.model().visible().getFirst());
        fx(() -> {
            right.model().toggle(one);
            right.model().moveBy(List.of(one), 1);
            right.model().delete(right.model().visible().get(1));
            return true;
        });
        awaitTitles(right, "One", "Three");
        add(right, "Four");
        awaitTitles(right, "One", "Three", "Four");
        assertThat(titles(left)).containsExactly("One", "Two");

        gate.open();
        leftClient.reconnectNow();
        awaitTitles(left, "One", "Three", "Four");
        awaitLive(left);
        assertThat(fx(() -> List.copyOf(left.service().todos())))
                .isEqualTo(fx(() -> List.copyOf(right.service().todos())));
        var resume = fx(left.service().lastResume()::getValue);
        assertThat(resume).isNotNull();
        assertThat(resume.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(resume.toSequence()).isEqualTo(Objects.requireNonNull(resume.fromSequence(), "fromSequence") + 4);
    }
}
