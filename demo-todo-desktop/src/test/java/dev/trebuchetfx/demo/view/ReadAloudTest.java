// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.demo.model.FakeTodoService;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The window as a screen reader gets it. */
class ReadAloudTest {
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void setLocale() {
        Locale.setDefault(Locale.US);
    }

    @AfterEach
    void resetLocale() {
        Locale.setDefault(before);
    }

    @Test
    void theListAndAChosenTodo() {
        FakeTodoService service =
                FakeTodoService.with("Buy oat milk", "x Water the plants").due("2026-03-11", null);
        try (var window = TodoWindowFixture.open(service)) {
            window.robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
            FxTesting.awaitPulse();
            assertThat(FxTesting.accessibleTree(window.scene().getRoot())).isEqualTo("""
                    text “Todos”
                    button “Connection: Connected” (Press to see why, and what happens next)
                    button “Another list”
                    button “Inspector”
                    button “Dark or light”
                    button “Keys”
                    tab pane “Views”
                      text field “New todo”
                      text field “Search titles”
                      list view “Todos”
                        list item “Buy oat milk, open, overdue since Wednesday, March 11, 2026”, selected
                          check box “Buy oat milk”
                          text “Buy oat milk”
                          button “Change the due date: overdue since Wednesday, March 11, 2026”
                          button “Delete”
                        list item “Water the plants, done”
                          check box “Water the plants”, selected
                          text “Water the plants”
                          button “Set a due date”
                          button “Delete”
                      text “1 of 2 open”
                      toggle button “All”, selected
                      toggle button “Open”
                      toggle button “Done”
                      button “Clear completed”
                      tab item “Todos”, selected
                        text “Todos”
                      tab item “Prices”
                        text “Prices”
                      tab item “Chart”
                        text “Chart”
                    scroll pane
                    """);
        }
    }

    @Test
    void theCalendar() {
        try (var window =
                TodoWindowFixture.open(FakeTodoService.with("Buy oat milk").due("2026-03-11"))) {
            window.robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
            window.robot.press(KeyCode.F4).release(KeyCode.F4);
            FxTesting.awaitPulse();
            assertThat(FxTesting.accessibleTree(window.node("#due")))
                    .contains("""
                    text “Due date of “Buy oat milk””
                    button “Today”
                    button “Tomorrow”
                    button “In a week”
                    button “Previous month”
                    text “March”
                    button “Next month”
                    button “Previous year”
                    text “2026”
                    button “Next year”
                    """)
                    .contains("""
                    button “Tuesday, March 10, 2026”
                    button “Wednesday, March 11, 2026, chosen”
                    button “Thursday, March 12, 2026”
                    """)
                    .endsWith("""
                    button “No due date”
                    """);
            window.robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        }
    }
}
