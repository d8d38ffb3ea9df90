// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.Titles;
import dev.trebuchetfx.demo.model.TodoItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Reorders rows by plain mouse events. A row that is selected takes the other selected ones along. A line shows where they would go, a small view beside the pointer
 * which they are; the list scrolls at its edges, Esc gives up.
 * Platform drag and drop is not used, since nothing leaves the list.
 */
final class RowDrag {
    private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");
    private static final double THRESHOLD = 5;
    private static final double SCROLL_EDGE = 28;
    private static final double SCROLL_STEP = 9;
    private static final double VIEW_WIDTH = 280;
    private static final double BESIDE_POINTER = 14;

    private final ListView<TodoItem> list;
    private final Region line = new Region();
    private final Label view = new Label();
    private final ObjIntConsumer<List<TodoItem>> drop;
    private final AnimationTimer scroller = new AnimationTimer() {
        @Override
        public void handle(long now) {
            scroll();
        }
    };
    private @Nullable TodoItem pressed;
    private List<TodoItem> dragged = List.of();
    private Set<UUID> draggedIds = Set.of();
    /** True while the press on one of several selected rows is kept from the list, which would select that one alone. */
    private boolean isPressKept;

    private double pressedY;
    private double pointerX;
    private double pointerY;
    private int gap = -1;

    /** @param drop told the todos, in their order, and the gap among the shown: 0 for before the first */
    RowDrag(ListView<TodoItem> list, ObjIntConsumer<List<TodoItem>> drop) {
        this.list = list;
        this.drop = drop;
        line.getStyleClass().add("drop-line");
        view.getStyleClass().add("drag-view");
        view.setMaxWidth(VIEW_WIDTH);
        for (Region mark : List.of(line, view)) {
            mark.setManaged(false);
            mark.setMouseTransparent(true);
            mark.setVisible(false);
        }
        list.addEventFilter(MouseEvent.MOUSE_PRESSED, this::press);
        list.addEventFilter(MouseEvent.MOUSE_DRAGGED, this::drag);
        list.addEventFilter(MouseEvent.MOUSE_RELEASED, this::release);
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !dragged.isEmpty()) {
                end();
                event.consume();
            }
        });
    }

    /** Returns the line that shows where the rows would go, to be put over the list in the same parent. */
    Node line() {
        return line;
    }

    /** Returns what says beside the pointer which rows are dragged, to be put over the list in the same parent. */
    Node view() {
        return view;
    }

    private void press(MouseEvent event) {
        end();
        pressed = event.getButton() == MouseButton.PRIMARY && event.getTarget() instanceof Node target
                ? rowAt(target).map(ListCell::getItem).orElse(null)
                : null;
        pressedY = event.getY();
        isPressKept = pressed != null
                && list.getSelectionModel().getSelectedItems().size() > 1
                && list.getSelectionModel().getSelectedItems().contains(pressed)
                && !event.isShiftDown()
                && !event.isShortcutDown();
        if (isPressKept) {
            list.requestFocus();
            event.consume();
        }
    }

    private void drag(MouseEvent event) {
        if (pressed == null) {
            return;
        }
        if (dragged.isEmpty() && Math.abs(event.getY() - pressedY) > THRESHOLD) {
            begin(pressed);
        }
        if (!dragged.isEmpty()) {
            pointerX = event.getX();
            pointerY = event.getY();
            show();
            // The list would select every row on the way.
            event.consume();
        }
    }

    private void begin(TodoItem from) {
        List<TodoItem> selected = List.copyOf(list.getSelectionModel().getSelectedItems());
        dragged = selected.contains(from) ? selected : List.of(from);
        draggedIds = dragged.stream().map(TodoItem::id).collect(Collectors.toSet());
        view.setText(Titles.named(dragged));
        list.setCursor(Cursor.CLOSED_HAND);
        scroller.start();
    }

    private void release(MouseEvent event) {
        List<TodoItem> todos = dragged;
        TodoItem clicked = isPressKept ? pressed : null;
        int target = gap;
        end();
        if (!todos.isEmpty()) {
            event.consume();
            if (target >= 0) {
                drop.accept(todos, target);
            }
        } else if (clicked != null) {
            selectAlone(clicked.id());
        }
    }

    private void selectAlone(UUID id) {
        for (int i = 0; i < list.getItems().size(); i++) {
            if (list.getItems().get(i).id().equals(id)) {
                list.getSelectionModel().clearAndSelect(i);
                return;
            }
        }
    }

    private void end() {
        pressed = null;
        dragged = List.of();
        draggedIds = Set.of();
        isPressKept = false;
        gap = -1;
        line.setVisible(false);
        view.setVisible(false);
        list.setCursor(null);
        scroller.stop();
        list.lookupAll(".todo-cell").forEach(cell -> cell.pseudoClassStateChanged(DRAGGED, false));
    }

    /** Puts the line into the gap nearest to the pointer. */
    private void show() {
        gap = -1;
        double lineY = 0;
        for (Node node : list.lookupAll(".todo-cell")) {
            if (node instanceof ListCell<?> cell && !cell.isEmpty() && cell.isVisible()) {
                cell.pseudoClassStateChanged(
                        DRAGGED, cell.getItem() instanceof TodoItem todo && draggedIds.contains(todo.id()));
                Bounds bounds = list.sceneToLocal(cell.localToScene(cell.getLayoutBounds()));
                boolean isBelow = pointerY >= bounds.getCenterY();
                int candidate = cell.getIndex() + (isBelow ? 1 : 0);
                // The gap is that after the lowest row whose middle is above the pointer.
                if (gap < 0 || (isBelow && candidate > gap) || (!isBelow && candidate < gap && lineY > pointerY)) {
                    gap = candidate;
                    lineY = isBelow ? bounds.getMaxY() : bounds.getMinY();
                }
            }
        }
        line.setVisible(gap >= 0);
        double y = Math.clamp(lineY, 1, Math.max(1, list.getHeight() - 1));
        line.resizeRelocate(list.getLayoutX() + 8, list.getLayoutY() + y - 1, list.getWidth() - 16, 2);
        showView();
    }

    /** Puts the view beside the pointer, within the list. */
    private void showView() {
        view.setVisible(true);
        view.applyCss();
        double width = Math.min(VIEW_WIDTH, view.prefWidth(-1));
        double height = view.prefHeight(width);
        double x = Math.clamp(pointerX + BESIDE_POINTER, 0, Math.max(0, list.getWidth() - width));
        double y = Math.clamp(pointerY + BESIDE_POINTER, 0, Math.max(0, list.getHeight() - height));
        view.resizeRelocate(list.getLayoutX() + x, list.getLayoutY() + y, width, height);
    }

    private void scroll() {
        double towards = pointerY < SCROLL_EDGE ? -1 : pointerY > list.getHeight() - SCROLL_EDGE ? 1 : 0;
        if (towards != 0 && list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            flow.scrollPixels(towards * SCROLL_STEP);
            show();
        }
    }

    /** The row under a node, unless the node is there for something else. */
    @SuppressWarnings("unchecked") // the list holds nothing but todos
    private static Optional<ListCell<TodoItem>> rowAt(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof ButtonBase || at instanceof TextInputControl || at instanceof ScrollBar) {
                return Optional.empty();
            }
            if (at instanceof TodoCell cell) {
                return cell.isEmpty() ? Optional.empty() : Optional.of((ListCell<TodoItem>) cell);
            }
        }
        return Optional.empty();
    }
}
