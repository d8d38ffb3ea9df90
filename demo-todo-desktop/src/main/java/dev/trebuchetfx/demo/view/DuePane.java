// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.DueDate;
import dev.trebuchetfx.demo.text.Words;
import java.time.LocalDate;
import java.util.function.Consumer;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DateCell;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.skin.DatePickerSkin;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** A calendar of JavaFX's date picker, and the days that are chosen most. Arrows move, Enter chooses, Delete takes the date away. */
final class DuePane extends VBox {
    private final Consumer<@Nullable LocalDate> choose;
    private final Runnable close;
    private final Node calendar;
    private final @Nullable LocalDate chosen;
    private final LocalDate today;

    /**
     * @param heading whose due date it is
     * @param chosen the due date so far; null for none
     * @param choose is told the day that a person has chosen; null for none
     * @param close gives up the question
     */
    DuePane(
            String heading,
            @Nullable LocalDate chosen,
            LocalDate today,
            Consumer<@Nullable LocalDate> choose,
            Runnable close) {
        this.chosen = chosen;
        this.today = today;
        this.choose = choose;
        this.close = close;
        setId("due");
        getStyleClass().add("due-pane");
        Label title = new Label(heading);
        title.getStyleClass().add("due-title");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        // The picker opens at the month of its value. The cells tell what is chosen and which day it is.
        DatePicker picker = new DatePicker(chosen == null ? today : chosen);
        picker.setDayCellFactory(_ -> new Day());
        DatePickerSkin skin = new DatePickerSkin(picker);
        picker.setSkin(skin);
        calendar = skin.getPopupContent();
        nameCalendar();
        calendar.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        calendar.addEventFilter(KeyEvent.KEY_PRESSED, this::pressedInCalendar);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        addEventHandler(KeyEvent.ANY, DuePane::keepFromTheWindow);
        HBox days = new HBox(
                day("due-today", Words.of("due.today"), today),
                day("due-tomorrow", Words.of("due.tomorrow"), today.plusDays(1)),
                day("due-in-a-week", Words.of("due.in-a-week"), today.plusWeeks(1)));
        days.getStyleClass().add("due-days");
        Button none = day("due-none", Words.of("due.none"), null);
        none.setGraphic(Icons.icon(Feather.X));
        none.getStyleClass().add(Styles.FLAT);
        none.setDisable(chosen == null);
        getChildren().addAll(title, days, calendar, none);
    }

    /** JavaFX leaves the days, and the arrows beside the month and the year, without names for a screen reader. */
    private void nameCalendar() {
        Node grid = calendar.lookup(".calendar-grid");
        if (grid != null) {
            grid.setAccessibleText(Words.of("due.days"));
        }
        String[] names = {"due.month.before", "due.month.after", "due.year.before", "due.year.after"};
        int next = 0;
        for (Node node : calendar.lookupAll(".spinner .button")) {
            node.setAccessibleText(Words.of(names[next % names.length]));
            next++;
        }
    }

    private Button day(String id, String name, @Nullable LocalDate day) {
        Button button = new Button(name);
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(button, Priority.ALWAYS);
        button.setOnAction(_ -> choose.accept(day));
        return button;
    }

    /** Moves the keyboard to the chosen day, or to today. */
    void begin() {
        LocalDate first = chosen == null ? today : chosen;
        for (Node node : calendar.lookupAll(".day-cell")) {
            if (node instanceof DateCell cell && first.equals(cell.getItem())) {
                cell.requestFocus();
                return;
            }
        }
    }

    private void clicked(MouseEvent event) {
        DateCell cell = cellOf(event.getTarget());
        if (cell != null && event.getButton() == MouseButton.PRIMARY) {
            event.consume();
            choose.accept(cell.getItem());
        }
    }

    /** Chooses a day here and not by the picker's value, which does not change where the same day is chosen. */
    private void pressedInCalendar(KeyEvent event) {
        DateCell cell = cellOf(event.getTarget());
        if (cell != null && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
            event.consume();
            choose.accept(cell.getItem());
        }
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            event.consume();
            if (chosen != null) {
                choose.accept(null);
            }
        } else if (event.getCode() == KeyCode.ESCAPE || event.getCode() == KeyCode.F4) {
            // The calendar takes Esc for the end of the picker's own pop-up.
            event.consume();
            close.run();
        } else if (event.getCode() == KeyCode.ENTER && event.getTarget() instanceof Button button) {
            event.consume();
            button.fire();
        }
    }

    /** A key that a pop-over does not use is the window's next, where Enter would edit the title. */
    private static void keepFromTheWindow(KeyEvent event) {
        boolean isForTheToolkit =
                switch (event.getCode()) {
                    case TAB, UP, DOWN, LEFT, RIGHT -> true;
                    default -> event.isShortcutDown();
                };
        if (!isForTheToolkit) {
            event.consume();
        }
    }

    private static @Nullable DateCell cellOf(Object target) {
        for (Node at = target instanceof Node node ? node : null; at != null; at = at.getParent()) {
            if (at instanceof DateCell cell && cell.getStyleClass().contains("day-cell")) {
                return cell;
            }
        }
        return null;
    }

    /** A day of the calendar. The picker marks today by the system's clock, and its value, which need not be chosen. */
    private final class Day extends DateCell {
        @Override
        public void updateItem(@Nullable LocalDate day, boolean empty) {
            super.updateItem(day, empty);
            mark("today", today.equals(day));
            mark("selected", day != null && day.equals(chosen));
            setAccessibleRole(AccessibleRole.BUTTON);
        }

        /** Tells the whole date: JavaFX tells the number alone of the day that has the focus, whatever text it was given. */
        @Override
        public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
            LocalDate day = getItem();
            return attribute == AccessibleAttribute.TEXT && day != null
                    ? spoken(day)
                    : super.queryAccessibleAttribute(attribute, parameters);
        }

        private String spoken(LocalDate day) {
            String date = DueDate.wholeDate(day);
            return day.equals(chosen) ? Words.of("due.day.chosen", date) : date;
        }

        private void mark(String styleClass, boolean isMarked) {
            getStyleClass().remove(styleClass);
            if (isMarked) {
                getStyleClass().add(styleClass);
            }
        }
    }
}
