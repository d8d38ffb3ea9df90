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
import dev.trebuchetfx.demo.remote.TodoActor;
import dev.trebuchetfx.server.StubServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** Who must find out why the window has missed something needs no mouse, and hears what others see. */
class FindTheReasonByKeyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BUFFER = 5;
    private static final int MISSED = 9;

    private final FxRobot robot = new FxRobot();
    private final Gate gate = new Gate();
    private final List<AutoCloseable> open = new ArrayList<>();
    private StubServer server;
    private TrebuchetClient client;
    private TodoActor elsewhere;
    private TodoWindow window;
    private Stage stage;

    @BeforeEach
    void openWindow() throws Exception {
        org.testfx.api.FxToolkit.registerPrimaryStage();
        server = StubServer.builder().buffer(BUFFER).bundledActors().start();
        open.add(server);
        client = TrebuchetClient.builder(server.uri()).token(gate::pass).build();
        open.add(client);
        TrebuchetClient other = TrebuchetClient.builder(server.uri()).build();
        open.add(other);
        elsewhere = other.actor("todos").as(TodoActor.class);
        window = fx(() -> new TodoWindow(client, server.uri(), ListName.MAIN, "prices", new Appearance(), _ -> {}));
        open.add(() -> fx(() -> {
            window.close();
            return true;
        }));
        stage = fx(() -> {
            Stage shown = new Stage();
            shown.setScene(new Scene(window.pane(), 560, 600));
            window.inspector().installOn(shown);
            shown.show();
            return shown;
        });
        open.add(() -> fx(() -> {
            stage.hide();
            return true;
        }));
        awaitLive();
    }

    @AfterEach
    void closeWindow() throws Exception {
        gate.open();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private static <T> T fx(Callable<T> task) throws Exception {
        return FxToolkit.call(task);
    }

    private void awaitLive() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(fx(window.service().freshness()::getValue)).isEqualTo(Freshness.LIVE));
    }

    private void missMoreThanTheServerKeeps() throws Exception {
        gate.shut();
        // Only the window observes: the line of its streams is cut, not the other one.
        server.faults().cut(server.streams().getFirst().streamId());
        await().atMost(PATIENCE).until(() -> fx(window.model().connection().staleProperty()::get));
        for (int i = 1; i <= MISSED; i++) {
            TourWorld.done("add elsewhere", elsewhere.addTodo("Number " + i));
        }
        gate.open();
        client.reconnectNow();
        awaitLive();
    }

    @Test
    void whyUpdatesAreMissing() throws Exception {
        missMoreThanTheServerKeeps();

        robot.targetWindow(stage).type(KeyCode.F12);
        Window inspector = await().atMost(PATIENCE).until(this::inspector, Objects::nonNull);
        robot.targetWindow(inspector);
        await().atMost(PATIENCE).until(() -> fx(window.inspector()::isCaughtUp));
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
        awaitSpoken("#messages", text -> !text.isEmpty());
        robot.type(KeyCode.HOME);

        // From problem to problem, until one tells of what is missing.
        String gap = await().atMost(PATIENCE)
                .until(
                        () -> {
                            robot.type(KeyCode.N);
                            return spoken("#messages");
                        },
                        text -> text.contains("evicted from the server's buffer"));
        assertThat(gap).contains("gap").contains("missing");

        // The same in the words of the audit, with all that led to it.
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT8).release(KeyCode.CONTROL);
        awaitSpoken("#resumes", text -> text.contains("Resumes"));
        String card = await().atMost(PATIENCE)
                .until(
                        () -> {
                            robot.type(KeyCode.DOWN);
                            return focusedItem("#resumes");
                        },
                        text -> text.contains("Restarted") && text.contains("missing " + (MISSED - 1)));
        assertThat(card).contains("todos.observeState");

        robot.type(KeyCode.F12);
        await().atMost(PATIENCE).until(() -> !fx(inspector::isShowing));
        assertThat(fx(stage::isShowing)).isTrue();
    }

    private Window inspector() throws Exception {
        return fx(() -> Window.getWindows().stream()
                .filter(each -> each != stage && each.getScene().lookup("#messages") != null)
                .findFirst()
                .orElse(null));
    }

    private Node node(String id) throws Exception {
        return Objects.requireNonNull(
                Objects.requireNonNull(inspector()).getScene().lookup(id), id);
    }

    private String spoken(String id) throws Exception {
        Node node = node(id);
        return fx(() -> String.valueOf(node.queryAccessibleAttribute(AccessibleAttribute.TEXT)));
    }

    /** What a screen reader says of the item that has the focus in a list. */
    private String focusedItem(String id) throws Exception {
        Node list = node(id);
        return fx(() -> list.queryAccessibleAttribute(AccessibleAttribute.FOCUS_ITEM) instanceof Node item
                ? String.valueOf(item.queryAccessibleAttribute(AccessibleAttribute.TEXT))
                : "");
    }

    private void awaitSpoken(String id, Predicate<String> expected) {
        await().atMost(PATIENCE).until(() -> spoken(id), expected);
    }
}
