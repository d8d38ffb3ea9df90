// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.NotConnectedException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EditViewModelTest {
    private final FakeTodoService service = FakeTodoService.with("Milk", "Bread");
    private final TodoViewModel model =
            new TodoViewModel(service, () -> Instant.parse("2026-03-12T18:00:00Z"), ZoneOffset.UTC);
    private final EditViewModel edit = model.edit();

    private void begin(int index) {
        edit.begin(service.todos().get(index));
    }

    private void renamedElsewhere(int index, String title) {
        service.rename(service.todos().get(index).id(), title).join();
    }

    @Test
    void beginsWithTheTitleAndTheCaretBehindIt() {
        begin(0);
        assertThat(edit.idProperty().get()).isEqualTo(service.todos().getFirst().id());
        assertThat(edit.draftProperty().get()).isEqualTo("Milk");
        assertThat(edit.caretProperty().get()).isEqualTo(4);
    }

    @Test
    void beginningElsewhereKeepsTheFirst() {
        begin(0);
        edit.draftProperty().set("Oat milk");
        begin(1);
        assertThat(service.titles()).containsExactly("Oat milk", "Bread");
        assertThat(edit.draftProperty().get()).isEqualTo("Bread");
    }

    @Test
    void anUnchangedOrBlankTitleIsNotSent() {
        service.failure = new NotConnectedException("would be told");
        begin(0);
        edit.commit();
        begin(0);
        edit.draftProperty().set("  ");
        edit.commit();
        assertThat(edit.idProperty().get()).isNull();
        assertThat(model.notices().shown()).isEmpty();
        assertThat(service.titles()).containsExactly("Milk", "Bread");
    }

    @Test
    void endsAtOnceAndSendsOnceThoughTheAnswerIsAwaited() {
        service.hold();
        begin(0);
        edit.draftProperty().set("Oat milk");
        edit.commit();
        edit.commit();
        assertThat(edit.idProperty().get()).isNull();
        service.release();
        assertThat(service.titles()).containsExactly("Oat milk", "Bread");
        assertThat(model.history().nextUndoProperty().get()).isEqualTo("rename to “Oat milk”");
    }

    @Test
    void tellsOfATitleGivenElsewhereAndReplacesItOnCommit() {
        begin(0);
        renamedElsewhere(0, "Soy milk");
        assertThat(edit.titleElsewhereProperty().get()).isEqualTo("Soy milk");
        assertThat(edit.draftProperty().get()).isEqualTo("Milk");
        edit.commit();
        assertThat(service.titles()).containsExactly("Milk", "Bread");
    }

    @Test
    void offersWhatWasTypedWhenTheTodoIsRemovedElsewhere() {
        begin(0);
        edit.draftProperty().set("Oat milk");
        service.delete(service.todos().getFirst().id()).join();
        assertThat(edit.idProperty().get()).isNull();
        model.notices().actOnNewest();
        assertThat(service.titles()).containsExactly("Bread", "Oat milk");
    }

    @Test
    void aFailureAfterTheNextEditBeganOffersToTryAgain() {
        service.hold();
        begin(0);
        edit.draftProperty().set("Oat milk");
        begin(1);
        service.failure = new NotConnectedException("cut");
        service.release();
        assertThat(edit.draftProperty().get()).isEqualTo("Bread");
        service.failure = null;
        model.notices().actOnNewest();
        assertThat(service.titles()).containsExactly("Oat milk", "Bread");
    }
}
