// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.app.LayoutFile;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.view.table.MessageTableView;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.collections.ObservableList;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns of the table, what is selected in it, and what a screen reader is told of it. */
@SuppressWarnings("NullAway.Init") // JUnit makes the folder and calls what makes the table.
class MessageTableTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private InspectorSession inspector;
    private MessageTableView table;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startFx() {
        FxTesting.start();
    }

    @BeforeEach
    void show() {
        inspector = shown();
        table = find(inspector);
    }

    @AfterEach
    void hide() {
        FxTesting.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        inspector.close();
    }

    private InspectorSession shown() {
        return FxTesting.call(() -> {
            InspectorSession made = InspectorSession.attachTo(hub, story, null, Runnable::run);
            made.remember(new LayoutFile(folder.resolve("inspector.properties")));
            Stories.everything(story);
            story.after(1_000);
            made.stage().getScene().setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            made.show();
            // Larger than the screen of the test, with room for all columns.
            made.stage().setWidth(1_440);
            made.stage().setHeight(900);
            made.model().refresh();
            settle(made);
            return made;
        });
    }

    private static void settle(InspectorSession made) {
        made.stage().getScene().getRoot().applyCss();
        made.stage().getScene().getRoot().layout();
    }

    private static MessageTableView find(InspectorSession made) {
        return FxTesting.call(() -> (MessageTableView)
                Objects.requireNonNull(made.stage().getScene().lookup("#messages")));
    }

    @Test
    void theScrollBarLeadsThroughTheRowsAndStaysWhereItWasPut() {
        ScrollBar bar = (ScrollBar) ask(AccessibleAttribute.VERTICAL_SCROLLBAR);
        int last = FxTesting.call(() -> model().size() - model().viewportRows());
        FxTesting.run(() -> {
            bar.setValue(0.5);
            settle(inspector);
        });
        assertThat(FxTesting.call(() -> model().topPosition())).isCloseTo(last / 2, within(1));
        assertThat(FxTesting.call(bar::getValue)).isCloseTo(0.5, within(0.01));
        FxTesting.run(() -> {
            bar.setValue(1);
            settle(inspector);
        });
        assertThat(FxTesting.call(() -> model().topPosition())).isEqualTo(last);
        FxTesting.run(() -> {
            model().selectFirst();
            settle(inspector);
        });
        assertThat(FxTesting.call(bar::getValue)).isZero();
    }

    private MessageTableModel model() {
        return inspector.model().table();
    }

    private Object ask(AccessibleAttribute attribute, Object... parameters) {
        return FxTesting.call(() -> Objects.requireNonNull(table.queryAccessibleAttribute(attribute, parameters)));
    }

    private String text(Object node) {
        return FxTesting.call(() -> String.valueOf(((Node) node).queryAccessibleAttribute(AccessibleAttribute.TEXT)));
    }

    private List<String> columns() {
        return IntStream.range(0, (Integer) ask(AccessibleAttribute.COLUMN_COUNT))
                .mapToObj(index -> text(ask(AccessibleAttribute.COLUMN_AT_INDEX, index)))
                .toList();
    }

    private Bounds header(String column) {
        return FxTesting.call(() -> {
            settle(inspector);
            return ((Node) ask(AccessibleAttribute.COLUMN_AT_INDEX, columns().indexOf(column))).getBoundsInParent();
        });
    }

    private void mouse(EventType<MouseEvent> type, double x, double y, int clicks) {
        FxTesting.run(() -> {
            Point2D at = table.localToScene(x, y);
            Event.fireEvent(
                    table,
                    new MouseEvent(
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
            settle(inspector);
        });
    }

    private void key(KeyCode code, boolean shift) {
        FxTesting.run(() -> {
            table.requestFocus();
            Event.fireEvent(
                    table, new KeyEvent(KeyEvent.KEY_PRESSED, "", code.getName(), code, shift, false, false, false));
            settle(inspector);
        });
    }

    private ContextMenu menu() {
        return FxTesting.call(() -> Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(ContextMenu.class::cast)
                .findFirst()
                .orElseThrow());
    }

    private void choose(String item) {
        FxTesting.run(() -> {
            MenuItem found = menu().getItems().stream()
                    .filter(each -> item.equals(each.getId()))
                    .findFirst()
                    .orElseThrow();
            if (found instanceof CheckMenuItem check) {
                check.setSelected(!check.isSelected());
            }
            found.fire();
            menu().hide();
            settle(inspector);
        });
    }

    @Test
    void aColumnIsResizedByDraggingItsEdge() {
        double type = header("type").getMaxX();
        double stream = header("stream").getWidth();
        mouse(MouseEvent.MOUSE_MOVED, type + 2, 8, 0);
        assertThat(FxTesting.call(() -> table.getCursor())).isEqualTo(Cursor.H_RESIZE);
        mouse(MouseEvent.MOUSE_PRESSED, type + 2, 8, 1);
        mouse(MouseEvent.MOUSE_DRAGGED, type + 22, 8, 1);
        mouse(MouseEvent.MOUSE_RELEASED, type + 22, 8, 1);
        assertThat(header("type").getMaxX()).isEqualTo(type + 20);
        assertThat(header("stream").getWidth()).isEqualTo(stream);
        mouse(MouseEvent.MOUSE_DRAGGED, type + 142, 8, 1);
        assertThat(header("type").getMaxX()).isEqualTo(type + 20);
    }

    @Test
    void aDoubleClickOnTheEdgeFitsTheColumnToWhatShows() {
        double before = header("stream").getWidth();
        mouse(MouseEvent.MOUSE_PRESSED, header("stream").getMaxX(), 8, 2);
        mouse(MouseEvent.MOUSE_RELEASED, header("stream").getMaxX(), 8, 2);
        double fitted = header("stream").getWidth();
        assertThat(fitted).isNotEqualTo(before).isBetween(40.0, 90.0);
    }

    @Test
    void columnsAreResizedHiddenAndShownByKey() {
        double status = header("status").getWidth();
        key(KeyCode.RIGHT, true);
        key(KeyCode.RIGHT, true);
        assertThat(header("status").getWidth()).isEqualTo(status + 16);
        key(KeyCode.LEFT, true);
        assertThat(header("status").getWidth()).isEqualTo(status + 8);
        key(KeyCode.RIGHT, false);
        key(KeyCode.H, false);
        assertThat(columns()).contains("status").doesNotContain("type");
        key(KeyCode.C, false);
        choose("column-type");
        assertThat(columns()).contains("type");
    }

    @Test
    void noColumnGrowsUntilThePreviewIsGone() {
        for (int i = 0; i < 300; i++) {
            key(KeyCode.RIGHT, true);
        }
        assertThat(header("preview").getWidth()).isGreaterThanOrEqualTo(219);
        FxTesting.run(() -> table.resetColumns());
        assertThat(header("status").getWidth()).isEqualTo(116);
    }

    @Test
    void columnsAreAsTheyWereWhenTheWindowIsOpenedAgain() {
        key(KeyCode.RIGHT, true);
        double wide = header("status").getWidth();
        key(KeyCode.C, false);
        choose("column-time");
        FxTesting.run(inspector::hide);
        inspector.close();
        show();
        assertThat(header("status").getWidth()).isEqualTo(wide);
        assertThat(columns()).doesNotContain("time");
    }

    @Test
    void aWiderWindowGivesNamesMoreRoom() {
        FxTesting.run(() -> inspector.stage().setWidth(2_600));
        await().untilAsserted(() -> assertThat(header("stream").getWidth()).isGreaterThan(110));
    }

    @Test
    void shiftExtendsWhatIsSelected() {
        key(KeyCode.HOME, false);
        key(KeyCode.DOWN, false);
        key(KeyCode.DOWN, true);
        key(KeyCode.DOWN, true);
        assertThat(FxTesting.call(() -> List.of(model().firstSelected(), model().lastSelected())))
                .containsExactly(1L, 3L);
        assertThat(FxTesting.call(() -> model().selectedRowProperty().get())).isEqualTo(3);
        mouse(MouseEvent.MOUSE_PRESSED, 40, 26 + 24 * 5 + 3, 1);
        assertThat(FxTesting.call(() -> List.of(model().firstSelected(), model().lastSelected())))
                .containsExactly(5L, 5L);
    }

    @Test
    void everyCellIsThereForAScreenReader() {
        key(KeyCode.HOME, false);
        assertThat(FxTesting.call(() -> table.getAccessibleRole())).isEqualTo(AccessibleRole.TABLE_VIEW);
        assertThat(ask(AccessibleAttribute.ROW_COUNT)).isEqualTo(121);
        assertThat(columns()).containsSubsequence("time", "direction", "status", "type", "stream", "sequence number");
        Object cell = ask(AccessibleAttribute.CELL_AT_ROW_COLUMN, 2, columns().indexOf("type"));
        assertThat(((Node) cell).getAccessibleRole()).isEqualTo(AccessibleRole.TABLE_CELL);
        assertThat(text(cell)).isEqualTo("invocation");
        assertThat(FxTesting.call(() -> ((Node) cell).queryAccessibleAttribute(AccessibleAttribute.ROW_INDEX)))
                .isEqualTo(2);
        assertThat(text(ask(AccessibleAttribute.CELL_AT_ROW_COLUMN, 2, columns().indexOf("stream"))))
                .isEqualTo("todos");
        // Where it is drawn: below the header and two rows.
        assertThat(FxTesting.call(() ->
                        table.sceneToLocal(((Node) cell).localToScene(0, 0)).getY()))
                .isEqualTo(26 + 2 * 24);
        Object row = ask(AccessibleAttribute.ROW_AT_INDEX, 2);
        assertThat(text(row)).startsWith("row 3, sent invocation, stream todos");
        assertThat(FxTesting.call(() -> table.queryAccessibleAttribute(AccessibleAttribute.ROW_AT_INDEX, 121)))
                .isNull();
        assertThat(FxTesting.call(() -> table.queryAccessibleAttribute(AccessibleAttribute.CELL_AT_ROW_COLUMN, 0, 99)))
                .isNull();
    }

    @Test
    void whatIsSelectedAndWhatIsInViewIsTold() {
        key(KeyCode.HOME, false);
        key(KeyCode.DOWN, false);
        key(KeyCode.DOWN, true);
        assertThat(text(ask(AccessibleAttribute.FOCUS_ITEM))).startsWith("row 3,");
        ObservableList<?> selected = (ObservableList<?>) ask(AccessibleAttribute.SELECTED_ITEMS);
        assertThat(selected.stream().map(this::text).map(text -> text.substring(0, 5)))
                .containsExactly("row 2", "row 3");
        Node first = (Node) ask(AccessibleAttribute.ROW_AT_INDEX, 0);
        assertThat(FxTesting.call(() -> first.queryAccessibleAttribute(AccessibleAttribute.SELECTED)))
                .isEqualTo(false);
        assertThat(FxTesting.call(() -> first.queryAccessibleAttribute(AccessibleAttribute.VISIBLE)))
                .isEqualTo(true);
        key(KeyCode.END, false);
        assertThat(FxTesting.call(() -> first.queryAccessibleAttribute(AccessibleAttribute.VISIBLE)))
                .isEqualTo(false);
        FxTesting.run(() -> {
            table.executeAccessibleAction(AccessibleAction.SHOW_ITEM, 0);
            settle(inspector);
        });
        assertThat(FxTesting.call(() -> first.queryAccessibleAttribute(AccessibleAttribute.VISIBLE)))
                .isEqualTo(true);
    }
}
