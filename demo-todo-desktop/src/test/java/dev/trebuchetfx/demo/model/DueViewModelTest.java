// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.NotConnectedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DueViewModelTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 20);

    // In Berlin it is past midnight already.
    private Instant now = Instant.parse("2026-03-12T23:30:00Z");
    private final FakeTodoService service =
            FakeTodoService.with("Milk", "Bread", "Eggs").due(null, "2026-03-13", "2026-03-20");
    private final TodoViewModel model = new TodoViewModel(service, () -> now, ZoneId.of("Europe/Berlin"));

    private TodoItem todo(int index) {
        return service.todos().get(index);
    }

    private Urgency urgency(int index) {
        return Objects.requireNonNull(model.due().of(todo(index))).urgency();
    }

    private List<String> notices() {
        return model.notices().shown().stream().map(Notice::text).toList();
    }

    @Test
    void todayIsThePersonsAndChangesAtMidnight() {
        assertThat(model.due().todayProperty().get()).isEqualTo("2026-03-13");
        assertThat(urgency(1)).isEqualTo(Urgency.TODAY);
        now = Instant.parse("2026-03-13T22:59:59Z");
        model.tick();
        assertThat(urgency(1)).isEqualTo(Urgency.TODAY);
        now = Instant.parse("2026-03-13T23:00:00Z");
        model.tick();
        assertThat(urgency(1)).isEqualTo(Urgency.OVERDUE);
    }

    @Test
    void isSetChangedTakenAwayTakenBackAndMadeAgain() {
        model.due().set(List.of(todo(0)), DAY);
        assertThat(model.history().nextUndoProperty().get()).isEqualTo("due date of “Milk”");
        model.due().set(List.of(todo(0)), DAY.plusDays(1));
        model.due().set(List.of(todo(0)), null);
        assertThat(service.dueDates()).startsWith("-");
        model.history().undo();
        assertThat(service.dueDates()).startsWith("2026-03-21");
        model.history().undo();
        assertThat(service.dueDates()).startsWith("2026-03-20");
        model.history().undo();
        assertThat(service.dueDates()).startsWith("-");
        model.history().redo();
        model.history().redo();
        assertThat(service.dueDates()).startsWith("2026-03-21");
    }

    @Test
    void severalAreOneStepAndEachGetsItsOwnBack() {
        model.due().set(List.copyOf(service.todos()), DAY);
        assertThat(service.dueDates()).containsExactly("2026-03-20", "2026-03-20", "2026-03-20");
        // Eggs were due that day already.
        assertThat(model.history().nextUndoProperty().get()).isEqualTo("due date of 2 todos");
        model.history().undo();
        assertThat(service.dueDates()).containsExactly("-", "2026-03-13", "2026-03-20");
        assertThat(model.history().nextUndoProperty().get()).isEmpty();
    }

    @Test
    void theSameDayAgainIsNotSent() {
        service.failure = new NotConnectedException("would be told");
        model.due().set(List.of(todo(0)), null);
        model.due().set(List.of(todo(2)), DAY);
        assertThat(notices()).isEmpty();
    }

    @Test
    void undoBringsBackWhatWasThereLastAndNotWhatWasShownAtFirst() {
        TodoItem shown = todo(0);
        service.setDueDate(shown.id(), DAY.plusDays(5)).join();
        model.due().set(List.of(shown), DAY);
        model.history().undo();
        assertThat(service.dueDates()).startsWith("2026-03-25");
    }

    @Test
    void ofSeveralThoseThatWereChangedCanBeTakenBackThoughOneFailed() {
        service.hold();
        model.due().set(List.of(todo(0), todo(1)), DAY);
        service.todos().remove(1);
        service.release();
        assertThat(service.dueDates()).containsExactly("2026-03-20", "2026-03-20");
        assertThat(notices()).containsExactly("Couldn't set the due date of 2 todos");
        assertThat(model.history().nextUndoProperty().get()).isEqualTo("due date of “Milk”");
        model.history().undo();
        assertThat(service.dueDates()).containsExactly("-", "2026-03-20");
    }

    @Test
    void aDueDateOutlivesRenamingTickingDeletingAndClearing() {
        model.edit().begin(todo(1));
        model.edit().draftProperty().set("Rye bread");
        model.edit().commit();
        model.toggle(todo(1));
        model.clearCompleted();
        assertThat(service.titles()).containsExactly("Milk", "Eggs");
        model.history().undo();
        model.delete(todo(1));
        model.history().undo();
        assertThat(service.titles()).containsExactly("Milk", "x Rye bread", "Eggs");
        assertThat(service.dueDates()).containsExactly("-", "2026-03-13", "2026-03-20");
    }
}
