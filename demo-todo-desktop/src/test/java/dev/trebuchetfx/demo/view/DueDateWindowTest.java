// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.demo.model.FakeTodoService;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.DateCell;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.javafx.FontIcon;

/** Due dates as a person sees and sets them. Today is Thursday, 2026-03-12. */
class DueDateWindowTest {
    private static final Locale BEFORE = Locale.getDefault();

    private final TodoWindowFixture window;

    DueDateWindowTest() {
        // Before the rows say their dates.
        Locale.setDefault(Locale.US);
        window = TodoWindowFixture.open(FakeTodoService.with("Late", "Now", "Next", "Some day", "x Done", "Whenever")
                .due("2026-03-02", "2026-03-12", "2026-03-13", "2027-05-01", "2026-03-02"));
    }

    @AfterEach
    void close() {
        window.close();
        Locale.setDefault(BEFORE);
    }

    private void press(KeyCode... keys) {
        window.robot.press(keys).release(keys);
        window.settle();
    }

    private TodoCell row(String title) {
        return window.robot.lookup(".todo-cell").queryAllAs(TodoCell.class).stream()
                .filter(cell -> cell.getItem() != null && cell.getItem().title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private DueButton due(String title) {
        return (DueButton) Objects.requireNonNull(row(title).lookup(".due-button"), title);
    }

    private boolean isAsking() {
        return window.robot.lookup("#due").tryQuery().isPresent();
    }

    private DateCell day(int number) {
        return window.robot.lookup(".day-cell").queryAllAs(DateCell.class).stream()
                .filter(cell -> cell.getText().equals(Integer.toString(number))
                        && !cell.getStyleClass().contains("previous-month")
                        && !cell.getStyleClass().contains("next-month"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachUrgencyHasItsWordsItsShapeAndItsAccessibleText() {
        List<String> titles = List.of("Late", "Now", "Next", "Some day", "Done");
        assertThat(titles)
                .extracting(title -> due(title).getText())
                .containsExactly("Overdue: Mon, Mar 2", "Today", "Tomorrow", "May 1, 2027", "Mon, Mar 2");
        assertThat(titles.subList(0, 4))
                .extracting(title -> ((FontIcon) due(title).getGraphic()).getIconLiteral())
                .as("shapes, without the colours")
                .doesNotHaveDuplicates();
        assertThat(due("Whenever").getText()).isEmpty();
        assertThat(row("Late").getAccessibleText()).isEqualTo("Late, open, overdue since Monday, March 2, 2026");
        assertThat(row("Now").getAccessibleText()).isEqualTo("Now, open, due today");
        assertThat(row("Done").getAccessibleText()).isEqualTo("Done, done, due Monday, March 2, 2026");
        assertThat(row("Whenever").getAccessibleText()).isEqualTo("Whenever, open");
        assertThat(due("Next").getAccessibleText()).isEqualTo("Change the due date: due tomorrow");
        assertThat(due("Whenever").getAccessibleText()).isEqualTo("Set a due date");
    }

    @Test
    void theRowsFollowTheDay() {
        window.now = Instant.parse("2026-03-13T00:00:00Z");
        window.fx(window.model::tick);
        assertThat(due("Now").getText()).isEqualTo("Overdue: Thu, Mar 12");
        assertThat(due("Next").getText()).isEqualTo("Today");
        assertThat(row("Next").getAccessibleText()).isEqualTo("Next, open, due today");
    }

    @Test
    void theMouseSetsADayOfTheCalendar() {
        window.robot.moveTo(row("Whenever"));
        assertThat(due("Whenever").getOpacity()).isEqualTo(1);
        window.robot.clickOn(due("Whenever"));
        window.settle();
        assertThat(window.robot.lookup(".due-title").queryAs(Label.class).getText())
                .isEqualTo("Due date of “Whenever”");
        assertThat(day(12).getStyleClass()).contains("today").doesNotContain("selected");
        window.robot.clickOn(day(24));
        window.settle();
        assertThat(isAsking()).isFalse();
        assertThat(due("Whenever").getText()).isEqualTo("Tue, Mar 24");
        assertThat(window.service.dueDates()).endsWith("2026-03-24");
    }

    @Test
    void theMouseChangesADateAndTakesItAway() {
        window.robot.clickOn(due("Now"));
        window.settle();
        window.robot.clickOn("#due-tomorrow");
        window.settle();
        assertThat(due("Now").getText()).isEqualTo("Tomorrow");
        window.robot.clickOn(due("Now"));
        window.settle();
        assertThat(day(13).getStyleClass()).contains("selected");
        window.robot.clickOn("#due-none");
        window.settle();
        assertThat(due("Now").getText()).isEmpty();
        press(KeyCode.SHORTCUT, KeyCode.Z);
        press(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(due("Now").getText()).isEqualTo("Today");
    }

    @Test
    void theKeyboardSetsChangesAndTakesAway() {
        window.robot.clickOn(row("Whenever").lookup(".todo-title"));
        press(KeyCode.F4);
        assertThat(day(12).isFocused()).as("the keyboard is at today").isTrue();
        press(KeyCode.DOWN);
        press(KeyCode.RIGHT);
        press(KeyCode.ENTER);
        assertThat(isAsking()).isFalse();
        assertThat(due("Whenever").getText()).isEqualTo("Fri, Mar 20");

        press(KeyCode.F4);
        assertThat(day(20).isFocused()).as("the keyboard is at the due date").isTrue();
        press(KeyCode.LEFT);
        press(KeyCode.SPACE);
        assertThat(due("Whenever").getText()).isEqualTo("Thu, Mar 19");

        press(KeyCode.F4);
        press(KeyCode.DELETE);
        assertThat(isAsking()).isFalse();
        assertThat(due("Whenever").getText()).isEmpty();
        assertThat(window.service.titles()).as("nothing was deleted").hasSize(6);
        assertThat(window.list().isFocused()).isTrue();
    }

    @Test
    void theKeyboardReachesTheButtonsAndEscapeChangesNothing() {
        window.robot.clickOn(row("Whenever").lookup(".todo-title"));
        press(KeyCode.F4);
        press(KeyCode.ESCAPE);
        assertThat(isAsking()).isFalse();
        assertThat(window.service.dueDates()).endsWith("-");

        press(KeyCode.F4);
        press(KeyCode.DELETE);
        assertThat(window.service.titles()).as("there was no date to take away").hasSize(6);
        for (int i = 0; i < 20 && !window.node("#due-in-a-week").isFocused(); i++) {
            press(KeyCode.TAB);
        }
        press(KeyCode.ENTER);
        assertThat(due("Whenever").getText()).isEqualTo("Thu, Mar 19");
        assertThat(window.robot.lookup("#title-editor").tryQuery())
                .as("the window did not hear of the key")
                .isEmpty();
    }

    @Test
    void severalAreSetTogetherAndTakenBackTogether() {
        window.robot.clickOn(row("Late").lookup(".todo-title"));
        press(KeyCode.SHIFT, KeyCode.DOWN);
        press(KeyCode.F4);
        assertThat(window.robot.lookup(".due-title").queryAs(Label.class).getText())
                .isEqualTo("Due date of 2 todos");
        window.robot.clickOn("#due-in-a-week");
        window.settle();
        assertThat(window.service.dueDates()).startsWith("2026-03-19", "2026-03-19", "2026-03-13");
        press(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(window.service.dueDates()).startsWith("2026-03-02", "2026-03-12", "2026-03-13");
    }

    @Test
    void aDateThatCannotBeSetIsTold() {
        window.fx(() -> window.service.cut(window.now));
        window.robot.clickOn(due("Now"));
        window.settle();
        window.robot.clickOn("#due-tomorrow");
        window.settle();
        assertThat(window.robot.lookup(".notice-text").queryAs(Label.class).getText())
                .isEqualTo("Couldn't set the due date of “Now”");
        assertThat(due("Now").getText()).isEqualTo("Today");
        assertThat(window.service.connectionState().get()).isInstanceOf(ConnectionState.Reconnecting.class);
    }

    @Test
    void aRowIsNotWiderThanTheListAndItsDateIsWhole() {
        window.fx(() -> window.service
                .todos()
                .set(0, window.service.todos().getFirst().withTitle("A title that has no end ".repeat(20))));
        DueButton late = window.robot.lookup(".due-button").queryAllAs(DueButton.class).stream()
                .filter(button -> button.getText().startsWith("Overdue"))
                .findFirst()
                .orElseThrow();
        Node text = Objects.requireNonNull(late.lookup(".text"));
        assertThat(((Text) text).getText()).isEqualTo("Overdue: Mon, Mar 2");
        assertThat(late.localToScene(late.getBoundsInLocal()).getMaxX())
                .isLessThan(window.scene().getWidth());
    }
}
