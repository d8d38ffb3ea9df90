// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.audit.Severity;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.board.OverviewMark;
import dev.trebuchetfx.inspector.board.OverviewModel;
import dev.trebuchetfx.inspector.board.ProblemsModel;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.inspector.survey.Points;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.view.graph.GraphGeometry;
import dev.trebuchetfx.inspector.view.graph.GraphView;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** What a user does with the drawer and the overview, and sees. */
@SuppressWarnings("NullAway.Init") // The window is shown before each test.
class DrawerTest {
    private final FxRobot robot = new FxRobot();
    private InspectorSession inspector;
    private Stage stage;

    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    private static EventLog capture() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        Subject prices = model.open("prices", null);
        model.updates(prices, 9);
        model.updates(todos, 12);
        model.duplicate(todos, 0);
        model.drop(todos, 3);
        model.updates(todos, 6);
        model.cut().connect();
        model.resumeReplayed(todos, 4, 1);
        model.resumeReplayed(prices, 0, 0);
        model.updates(todos, 4);
        model.cut().connect();
        model.resumeRestarted(todos, 8, RestartReason.EVICTED, true);
        model.updates(todos, 5);
        return ModelLog.of(model, true);
    }

    @BeforeEach
    void show() {
        inspector = DrawerPictureTest.of(capture());
        stage = FxTesting.call(() -> {
            Stage shown = new Stage();
            Scene scene = new Scene(inspector.view(), 1_400, 900);
            scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            shown.setScene(scene);
            shown.show();
            return shown;
        });
        robot.targetWindow(stage);
        eventually(() -> board().graph().graphProperty().get() != null, true);
        FxTesting.run(() -> node("#messages").requestFocus());
    }

    @AfterEach
    void close() {
        FxTesting.run(stage::close);
        inspector.close();
    }

    private <T> void eventually(Supplier<T> actual, T expected) {
        await().untilAsserted(() -> assertThat(FxTesting.call(actual::get)).isEqualTo(expected));
    }

    private BoardModel board() {
        return inspector.board();
    }

    private MessageTableModel table() {
        return inspector.model().table();
    }

    private Node node(String id) {
        return Objects.requireNonNull(stage.getScene().lookup(id), id);
    }

    private String spoken(String id) {
        return String.valueOf(node(id).queryAccessibleAttribute(AccessibleAttribute.TEXT));
    }

    private MessageRow selected() {
        return Objects.requireNonNull(
                table().describe(table().selectedRowProperty().get()));
    }

    private StreamGraph graph() {
        return Objects.requireNonNull(board().graph().graphProperty().get());
    }

    private static void mouse(Node target, EventType<MouseEvent> type, double x, double y, int clicks) {
        Point2D at = target.localToScene(x, y);
        target.fireEvent(new MouseEvent(
                type,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                clicks,
                false,
                false,
                false,
                false,
                true,
                false,
                false,
                false,
                false,
                true,
                null));
    }

    private static void press(Node target, double x, double y, int clicks) {
        mouse(target, MouseEvent.MOUSE_PRESSED, x, y, clicks);
    }

    @Test
    void numbersGoToPanesAndTabs() {
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT6).release(KeyCode.CONTROL);
        eventually(() -> node("#problems").isFocused(), true);
        assertThat(FxTesting.call(() -> ((TabPane) node("#drawer-tabs"))
                        .getSelectionModel()
                        .getSelectedItem()
                        .getText()))
                .isEqualTo("Problems 1E 2W");
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT4).release(KeyCode.CONTROL);
        eventually(() -> node("#graph").isFocused(), true);
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
        eventually(() -> node("#messages").isFocused(), true);
        robot.press(KeyCode.CONTROL).type(KeyCode.J).release(KeyCode.CONTROL);
        eventually(() -> node("#drawer").getLayoutBounds().getHeight() < 40, true);
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT9).release(KeyCode.CONTROL);
        eventually(() -> node("#drawer").getLayoutBounds().getHeight() > 140, true);
        assertThat(FxTesting.call(() -> board().tabProperty().get())).isEqualTo(BoardModel.Tab.CALLS);
    }

    @Test
    void theGraphSaysWhatItShowsAndAPointLeadsToItsRowAndBack() {
        assertThat(FxTesting.call(() -> spoken("#graph")))
                .startsWith("Sequence graph of todos.observeState: ")
                .contains("1 overlap", "1 duplicate", "gap 14–16 lost", "1 restart");
        GraphView view = (GraphView) node("#graph");
        int point = FxTesting.call(() -> {
            Points points = Objects.requireNonNull(graph().points());
            GraphGeometry geometry = GraphGeometry.fit(graph(), view.getWidth(), view.getHeight());
            press(view, geometry.x(points.time(5)), geometry.y(points.sequence(5)), 1);
            return 5;
        });
        assertThat(FxTesting.call(() -> selected().sequence()))
                .isEqualTo(Long.toString(FxTesting.call(
                        () -> Objects.requireNonNull(graph().points()).sequence(point))));
        assertThat(FxTesting.call(view::isFocused)).as("after a click").isTrue();
        robot.type(KeyCode.PERIOD);
        eventually(() -> selected().sequence(), "7");
        robot.type(KeyCode.COMMA, KeyCode.COMMA);
        eventually(() -> selected().sequence(), "5");
    }

    @Test
    void theGraphIsZoomedAndPannedByKeys() {
        FxTesting.run(() -> node("#graph").requestFocus());
        long whole = FxTesting.call(() -> graph().range().length());
        robot.type(KeyCode.PLUS, KeyCode.W);
        eventually(() -> Math.round((double) whole / graph().range().length()), 4L);
        long from = FxTesting.call(() -> graph().range().from());
        robot.type(KeyCode.RIGHT);
        eventually(
                () -> Math.round(
                        10.0 * (graph().range().from() - from) / graph().range().length()),
                1L);
        robot.press(KeyCode.SHIFT).type(KeyCode.LEFT).release(KeyCode.SHIFT);
        eventually(
                () -> Math.round(100.0
                        * (graph().range().from() - from)
                        / graph().range().length()),
                9L);
        robot.type(KeyCode.SPACE);
        assertThat(FxTesting.call(() -> board().graph().crosshairProperty().get()))
                .isTrue();
        robot.type(KeyCode.DIGIT0);
        eventually(() -> graph().range().length(), whole);
    }

    @Test
    void aProblemLeadsToItsMessageAndNGoesOn() {
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT6).release(KeyCode.CONTROL);
        ListView<?> list = (ListView<?>) node("#problems");
        eventually(() -> list.isFocused() && !list.getItems().isEmpty(), true);
        assertThat(FxTesting.call(() -> ((ProblemsModel.Line) list.getItems().get(0)).spoken()))
                .isEqualTo("error, updates lost, 1 problem, expanded");
        FxTesting.run(() -> list.getSelectionModel().select(1));
        robot.type(KeyCode.ENTER);
        long first = FxTesting.call(() -> table().selectedEvent());
        assertThat(FxTesting.call(() -> selected().sequence())).isEqualTo("17");
        robot.type(KeyCode.N);
        assertThat(FxTesting.call(() -> table().selectedEvent())).isGreaterThan(first);
        robot.press(KeyCode.SHIFT).type(KeyCode.N).release(KeyCode.SHIFT);
        assertThat(FxTesting.call(() -> table().selectedEvent())).isEqualTo(first);
        FxTesting.run(() -> list.getSelectionModel().select(1));
        robot.type(KeyCode.LEFT);
        assertThat(FxTesting.call(() -> ((ProblemsModel.Line) list.getItems().get(0)).spoken()))
                .endsWith("collapsed");
        FxTesting.run(() -> table().filter().textProperty().set("stream:prices"));
        FxTesting.run(() -> board().problems().shownOnlyProperty().set(true));
        eventually(
                () -> list.getItems().stream()
                        .filter(line -> line instanceof ProblemsModel.Item)
                        .count(),
                0L);
    }

    @Test
    void aMarkOfTheOverviewStandsForAllProblemsThereAndLeadsToTheWorst() {
        eventually(() -> marks().isEmpty(), false);
        List<Problem> problems = FxTesting.call(
                () -> inspector.model().snapshotProperty().get().report().problems());
        assertThat(marks().stream().mapToInt(OverviewMark::count).sum()).isEqualTo(problems.size());
        OverviewMark lost = marks().stream()
                .filter(mark -> mark.worst().severity() == Severity.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(lost.inWords()).startsWith("error: ").contains("14 to 16");
        Node strip = node("#overview");
        FxTesting.run(() -> {
            double width = strip.getLayoutBounds().getWidth();
            press(strip, 12 + lost.position() * (width - 24), 6, 1);
        });
        assertThat(FxTesting.call(() -> table().selectedEvent()))
                .isEqualTo(lost.worst().index());
        assertThat(FxTesting.call(() -> board().rangeProperty().get())).isNull();
    }

    private List<OverviewMark> marks() {
        OverviewModel.Shown shown =
                FxTesting.call(() -> board().overview().shownProperty().get());
        return shown == null ? List.of() : shown.marks();
    }

    @Test
    void theOverviewNarrowsEveryViewAndEscapeWidensThemAgain() {
        int all = FxTesting.call(() -> table().size());
        Node strip = node("#overview");
        FxTesting.run(() -> {
            double width = strip.getLayoutBounds().getWidth();
            press(strip, width * 0.4, 20, 1);
            mouse(strip, MouseEvent.MOUSE_DRAGGED, width * 0.7, 20, 1);
        });
        eventually(() -> table().size() < all && table().size() > 0, true);
        eventually(() -> graph().range().equals(board().rangeProperty().get()), true);
        assertThat(FxTesting.call(() -> spoken("#overview"))).contains("narrowed to ");
        assertThat(FxTesting.call(() -> graph().gaps())).isEmpty();
        FxTesting.run(() -> node("#messages").requestFocus());
        robot.type(KeyCode.ESCAPE);
        eventually(() -> table().size(), all);
        eventually(() -> graph().gaps().size(), 2);
        FxTesting.run(strip::requestFocus);
        robot.type(KeyCode.RIGHT);
        eventually(() -> table().size() < all, true);
        long to = FxTesting.call(
                () -> Objects.requireNonNull(board().rangeProperty().get()).to());
        robot.press(KeyCode.SHIFT).type(KeyCode.RIGHT).release(KeyCode.SHIFT);
        assertThat(FxTesting.call(() ->
                        Objects.requireNonNull(board().rangeProperty().get()).to()))
                .isGreaterThan(to);
        FxTesting.run(() -> press(strip, 300, 20, 2));
        eventually(() -> table().size(), all);
    }

    @Test
    void theTimelineTellsOutagesAndRecoveriesAndChoosesStreams() {
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT5).release(KeyCode.CONTROL);
        eventually(
                () -> spoken("#timeline"),
                "Timeline, row 1 of 3, connection ws://127.0.0.1:8080, "
                        + FxTesting.call(() -> spoken("#timeline")).replaceFirst("^.*8080, ", ""));
        assertThat(FxTesting.call(() -> spoken("#timeline"))).contains("down for");
        robot.type(KeyCode.DOWN);
        assertThat(FxTesting.call(() -> spoken("#timeline")))
                .startsWith("Timeline, row 2 of 3, stream todos.observeState, ")
                .contains("recovered in ", "restart");
        robot.type(KeyCode.DOWN, KeyCode.ENTER);
        eventually(
                () -> Objects.requireNonNull(inspector.model().chosenProperty().get())
                        .rowProperty()
                        .get()
                        .actor(),
                "prices");
    }

    @Test
    void resumesAndBuffersAreCardsInWords() {
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT8).release(KeyCode.CONTROL);
        ListView<?> resumes = (ListView<?>) node("#resumes");
        eventually(() -> resumes.getItems().size(), 3);
        assertThat(FxTesting.call(
                        () -> board().cards().resumes().getFirst().words().spoken()))
                .startsWith("resume of todos.observeState, Restarted: a new stream with the full state took its place, "
                        + "checkpoint 31");
        assertThat(FxTesting.call(
                        () -> board().cards().resumes().getLast().words().spoken()))
                .contains("Complete: everything that was missed was replayed", "replayed 5  (23–27)", "missing none");
        FxTesting.run(() -> resumes.getSelectionModel().select(0));
        robot.type(KeyCode.ENTER);
        eventually(() -> selected().type(), "streamResume");
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT7).release(KeyCode.CONTROL);
        eventually(() -> ((ListView<?>) node("#buffers")).getItems().size(), 2);
        assertThat(FxTesting.call(
                        () -> board().cards().buffers().getFirst().words().spoken("todos")))
                .contains("evicts in ~", "Checkpoint: inferred", "its ends are inferred");
    }
}
