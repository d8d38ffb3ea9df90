// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.TodoItem;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import javafx.animation.AnimationTimer;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
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
 * Reorders rows by plain mouse events: a line shows where the row would go, the list scrolls at its edges, Esc gives up.
 * Platform drag and drop is not used, since nothing leaves the list.
 */
final class RowDrag {
    private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");
    private static final double THRESHOLD = 5;
    private static final double SCROLL_EDGE = 28;
    private static final double SCROLL_STEP = 9;

    private final ListView<TodoItem> list;
    private final Region line;
    private final ObjIntConsumer<TodoItem> drop;
    private final AnimationTimer scroller = new AnimationTimer() {
        @Override
        public void handle(long now) {
            scroll();
        }
    };
    private @Nullable TodoItem pressed;
    private @Nullable TodoItem dragged;
    private double pressedY;
    private double pointerY;
    private int gap = -1;

    /**
     * @param line drawn over the list, in the same parent, while a row is dragged
     * @param drop told the todo and the gap among the shown: 0 for before the first
     */
    RowDrag(ListView<TodoItem> list, Region line, ObjIntConsumer<TodoItem> drop) {
        this.list = list;
        this.line = line;
        this.drop = drop;
        line.setManaged(false);
        line.setMouseTransparent(true);
        line.setVisible(false);
        list.addEventFilter(MouseEvent.MOUSE_PRESSED, this::press);
        list.addEventFilter(MouseEvent.MOUSE_DRAGGED, this::drag);
        list.addEventFilter(MouseEvent.MOUSE_RELEASED, this::release);
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && dragged != null) {
                end();
                event.consume();
            }
        });
    }

    private void press(MouseEvent event) {
        end();
        pressed = event.getButton() == MouseButton.PRIMARY && event.getTarget() instanceof Node target
                ? rowAt(target).map(ListCell::getItem).orElse(null)
                : null;
        pressedY = event.getY();
    }

    private void drag(MouseEvent event) {
        if (pressed == null) {
            return;
        }
        if (dragged == null && Math.abs(event.getY() - pressedY) > THRESHOLD) {
            dragged = pressed;
            list.setCursor(Cursor.CLOSED_HAND);
            scroller.start();
        }
        if (dragged != null) {
            pointerY = event.getY();
            show();
            // The list would select every row on the way.
            event.consume();
        }
    }

    private void release(MouseEvent event) {
        TodoItem todo = dragged;
        int target = gap;
        end();
        if (todo != null) {
            event.consume();
            if (target >= 0) {
                drop.accept(todo, target);
            }
        }
    }

    private void end() {
        pressed = null;
        dragged = null;
        gap = -1;
        line.setVisible(false);
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
                cell.pseudoClassStateChanged(DRAGGED, cell.getItem() == dragged);
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
