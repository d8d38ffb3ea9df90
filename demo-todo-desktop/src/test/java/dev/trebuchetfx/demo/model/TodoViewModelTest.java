// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TodoViewModelTest {
    private Instant now = Instant.parse("2026-03-12T18:00:00Z");
    private FakeTodoService service = FakeTodoService.with("Milk", "x Bread", "Eggs", "x Salt", "Jam");
    private TodoViewModel model = new TodoViewModel(service, () -> now, ZoneOffset.UTC);

    private void start(FakeTodoService with) {
        service = with;
        model = new TodoViewModel(service, () -> now, ZoneOffset.UTC);
    }

    private TodoItem visible(int index) {
        return model.visible().get(index);
    }

    private List<String> notices() {
        return model.notices().shown().stream().map(Notice::text).toList();
    }

    @Test
    void countsWhatIsOpen() {
        assertThat(model.countProperty().get()).isEqualTo("3 of 5 open");
        assertThat(model.completedCountProperty().get()).isEqualTo(2);
        model.toggle(visible(0));
        assertThat(model.countProperty().get()).isEqualTo("2 of 5 open");
    }

    @Test
    void addsWithoutTheSpacesAround() {
        model.newTitleProperty().set("  Butter ");
        model.add();
        assertThat(service.titles()).endsWith("Butter");
        assertThat(model.newTitleProperty().get()).isEmpty();
    }

    @Test
    void addsNothingBlank() {
        model.newTitleProperty().set("   ");
        model.add();
        assertThat(service.titles()).hasSize(5);
    }

    @Test
    void whatCouldNotBeAddedComesBackIntoAFreeField() {
        service.cut(now);
        model.newTitleProperty().set("Butter");
        model.add();
        assertThat(model.newTitleProperty().get()).isEqualTo("Butter");
        assertThat(model.notices().shown().getFirst().detail())
                .isEqualTo("There is no connection to the server. Nothing was sent.");
    }

    @Test
    void whatCouldNotBeAddedIsOfferedWhereTheFieldIsTaken() {
        service.hold();
        model.newTitleProperty().set("Butter");
        model.add();
        model.newTitleProperty().set("Chee");
        service.failure = new CallTimeoutException("10 s", null);
        service.release();
        assertThat(model.newTitleProperty().get()).isEqualTo("Chee");

        service.failure = null;
        model.notices().actOnNewest();
        assertThat(service.titles()).endsWith("Butter");
        assertThat(notices()).isEmpty();
    }

    @Test
    void showsWhatPassesTheFilter() {
        model.filterProperty().set(TodoFilter.DONE);
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Bread", "Salt");
        model.toggle(visible(0));
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Salt");
    }

    @Test
    void movesAmongTheShownPastTheHidden() {
        model.filterProperty().set(TodoFilter.OPEN);
        model.moveBy(List.of(visible(0)), 1);
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Eggs", "Milk", "Jam");
        model.moveToGap(List.of(visible(2)), 0);
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Jam", "Eggs", "Milk");
        model.moveToGap(List.of(visible(0)), 3);
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Eggs", "Milk", "Jam");
    }

    @Test
    void movesNowhereAtTheEdges() {
        List<String> before = service.titles();
        model.moveBy(List.of(visible(0)), -1);
        model.moveBy(List.of(visible(4)), 1);
        model.moveToGap(List.of(visible(1)), 1);
        model.moveToGap(List.of(visible(1)), 2);
        assertThat(service.titles()).isEqualTo(before);
    }

    private List<TodoItem> at(int... places) {
        return Arrays.stream(places).mapToObj(this::visible).toList();
    }

    @Test
    void movesSeveralTogetherInTheOrderThatTheyHaveAndInOneStep() {
        model.moveToGap(at(4, 0, 2), 2);
        assertThat(service.titles()).containsExactly("x Bread", "Milk", "Eggs", "Jam", "x Salt");
        assertThat(model.history().nextUndoProperty().get()).isEqualTo("move 3 todos");
        model.history().undo();
        assertThat(service.titles()).containsExactly("Milk", "x Bread", "Eggs", "x Salt", "Jam");
        assertThat(model.history().nextUndoProperty().get()).isEmpty();
        model.history().redo();
        assertThat(service.titles()).containsExactly("x Bread", "Milk", "Eggs", "Jam", "x Salt");
    }

    @Test
    void movesSeveralToEitherEnd() {
        model.moveToGap(at(1, 3), 0);
        assertThat(service.titles()).containsExactly("x Bread", "x Salt", "Milk", "Eggs", "Jam");
        model.moveToGap(at(0, 1, 2), 5);
        assertThat(service.titles()).containsExactly("Eggs", "Jam", "x Bread", "x Salt", "Milk");
        model.history().undo();
        model.history().undo();
        assertThat(service.titles()).containsExactly("Milk", "x Bread", "Eggs", "x Salt", "Jam");
    }

    @Test
    void movesSeveralByOnePlaceAndNotBeyondTheEdges() {
        model.moveBy(at(1, 2), 1);
        assertThat(service.titles()).containsExactly("Milk", "x Salt", "x Bread", "Eggs", "Jam");
        model.moveBy(at(2, 3), 1);
        model.moveBy(at(3, 4), 1);
        assertThat(service.titles()).containsExactly("Milk", "x Salt", "Jam", "x Bread", "Eggs");
        model.moveBy(at(3, 4), -1);
        assertThat(service.titles()).containsExactly("Milk", "x Salt", "x Bread", "Eggs", "Jam");
    }

    @Test
    void severalThatStandApartComeTogetherWhenTheyMove() {
        model.moveBy(at(1, 3), -1);
        assertThat(service.titles()).containsExactly("x Bread", "x Salt", "Milk", "Eggs", "Jam");
        model.history().undo();
        model.moveBy(at(0, 2), -1);
        assertThat(service.titles()).containsExactly("Milk", "Eggs", "x Bread", "x Salt", "Jam");
    }

    @Test
    void severalAreMovedPastTheHiddenAndDroppedWhereTheyAreStay() {
        model.filterProperty().set(TodoFilter.OPEN);
        model.moveToGap(at(0, 1), 1);
        model.moveToGap(at(0, 1), 2);
        assertThat(model.history().nextUndoProperty().get())
                .as("nothing moved that a person sees")
                .isEmpty();
        model.moveToGap(at(0, 1), 3);
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Jam", "Milk", "Eggs");
        assertThat(service.titles()).containsExactly("x Bread", "x Salt", "Jam", "Milk", "Eggs");
        model.history().undo();
        assertThat(service.titles()).containsExactly("Milk", "x Bread", "Eggs", "x Salt", "Jam");
    }

    @Test
    void ofSeveralThatMoveOneMayHaveGoneMeanwhile() {
        List<TodoItem> three = at(0, 1, 2);
        service.delete(three.get(1).id()).join();
        model.moveToGap(three, 4);
        assertThat(service.titles()).containsExactly("x Salt", "Jam", "Milk", "Eggs");
        service.cut(now);
        model.moveToGap(at(0, 1), 4);
        assertThat(notices()).containsExactly("Couldn't move 2 todos");
    }

    /** Every selection of six todos into every gap, judged by what a person expects. */
    @Test
    void whateverIsMovedStandsTogetherAndTheRestKeepsItsOrder() {
        List<String> all = List.of("a", "b", "c", "d", "e", "f");
        for (int chosen = 1; chosen < 64; chosen++) {
            for (int gap = 0; gap <= 6; gap++) {
                start(FakeTodoService.with(all.toArray(String[]::new)));
                int bits = chosen;
                int[] places = IntStream.range(0, 6)
                        .filter(place -> (bits >> place & 1) == 1)
                        .toArray();
                List<String> moved = at(places).stream().map(TodoItem::title).toList();
                List<String> expected = new ArrayList<>(all.subList(0, gap));
                expected.removeAll(moved);
                expected.addAll(moved);
                all.subList(gap, 6).stream()
                        .filter(each -> !moved.contains(each))
                        .forEach(expected::add);

                model.moveToGap(at(places), gap);
                assertThat(service.titles()).as("%s into gap %d", moved, gap).isEqualTo(expected);
                model.history().undo();
                assertThat(service.titles())
                        .as("%s back from gap %d", moved, gap)
                        .isEqualTo(all);
                model.history().redo();
                assertThat(service.titles())
                        .as("%s again into gap %d", moved, gap)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void undoBringsBackTitleStateAndPlace() {
        model.delete(visible(3));
        assertThat(notices()).containsExactly("Deleted “Salt”");
        model.notices().actOnNewest();
        assertThat(service.titles()).containsExactly("Milk", "x Bread", "Eggs", "x Salt", "Jam");
    }

    @Test
    void everyChangeCanBeTakenBackAndMadeAgain() {
        List<List<String>> states = new ArrayList<>();
        states.add(service.titles());
        List<Runnable> changes = List.of(
                () -> model.toggle(visible(0)),
                () -> model.moveBy(List.of(visible(0)), 1),
                () -> model.delete(visible(2)),
                () -> model.addLines("Butter\n\n  Cheese  "),
                () -> {
                    model.edit().begin(visible(0));
                    model.edit().draftProperty().set("Brown bread");
                    model.edit().commit();
                },
                model::clearCompleted);
        for (Runnable change : changes) {
            change.run();
            states.add(service.titles());
        }
        assertThat(states).doesNotHaveDuplicates();
        assertThat(states.get(4)).endsWith("Butter", "Cheese");

        for (int i = changes.size() - 1; i >= 0; i--) {
            model.history().undo();
            if (i == 3) {
                // Two lines were two changes.
                model.history().undo();
            }
            assertThat(service.titles()).isEqualTo(states.get(i));
        }
        for (int i = 1; i <= changes.size(); i++) {
            model.history().redo();
            if (i == 4) {
                model.history().redo();
            }
            assertThat(service.titles()).isEqualTo(states.get(i));
        }
        assertThat(model.history().nextRedoProperty().get()).isEmpty();
    }

    @Test
    void theUndoOfANoticeTakesBackWhatTheNoticeTellsOf() {
        model.delete(visible(0));
        model.toggle(visible(1));
        model.notices().actOnNewest();
        assertThat(service.titles()).startsWith("Milk");
        assertThat(model.history().nextUndoProperty().get()).isEqualTo("tick off “Eggs”");
    }

    @Test
    void anUndoThatFailsIsToldAndCanBeTriedAgain() {
        model.delete(visible(0));
        service.failure = new CallTimeoutException("10 s", null);
        model.history().undo();
        assertThat(notices()).contains("Couldn't undo: delete “Milk”");
        service.failure = null;
        model.history().undo();
        assertThat(service.titles()).startsWith("Milk");
    }

    @Test
    void findsTitlesWithAllWordsThatPassTheFilter() {
        start(FakeTodoService.with("Buy brown bread", "x Bake BREAD", "Bread tin"));
        model.searchProperty().set(" bread b ");
        assertThat(model.visible())
                .extracting(TodoItem::title)
                .containsExactly("Buy brown bread", "Bake BREAD", "Bread tin");
        model.searchProperty().set("bread bu");
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Buy brown bread");
        model.filterProperty().set(TodoFilter.DONE);
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.NONE_FOUND);
        model.searchProperty().set("");
        assertThat(model.visible()).extracting(TodoItem::title).containsExactly("Bake BREAD");
    }

    @Test
    void saysWhatWaitsForTheServer() {
        service.wait(1);
        assertThat(model.pendingProperty().get()).isEqualTo("1 change is on the way");
        service.cut(now);
        service.wait(2);
        assertThat(model.pendingProperty().get()).isEqualTo("2 changes wait for the connection");
        service.heal();
        service.wait(0);
        assertThat(model.pendingProperty().get()).isEmpty();
    }

    @Test
    void saysWhyNothingIsShown() {
        start(FakeTodoService.with());
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.NO_TODOS);
        service.add("Milk").done().join();
        assertThat(model.emptyReasonProperty().get()).isNull();
        model.filterProperty().set(TodoFilter.DONE);
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.NONE_DONE);
        model.filterProperty().set(TodoFilter.OPEN);
        service.toggle(service.todos().getFirst().id()).join();
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.NONE_OPEN);
    }

    @Test
    void saysWhetherTheFirstStateIsComing() {
        start(FakeTodoService.with());
        service.loaded().set(false);
        service.connectionState().set(new ConnectionState.Connecting(FakeTodoService.ENDPOINT));
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.LOADING);
        assertThat(model.countProperty().get()).isEmpty();
        service.cut(now);
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.UNREACHABLE);
        assertThat(model.connection().freshnessProperty().get()).isEqualTo(Freshness.LIVE);
    }

    @Test
    void saysWhenTheServerHasNoTodosToFollow() {
        start(FakeTodoService.with());
        service.loaded().set(false);
        service.freshness().set(Freshness.FAILED);
        service.error().set(new StreamFailedException("no actor todos", null));
        assertThat(model.emptyReasonProperty().get()).isEqualTo(EmptyReason.FAILED);
        assertThat(notices()).containsExactly("The list can't be followed");
    }

    @Test
    void flagsStaleStateUntilItIsLiveAgain() {
        service.cut(now.plusSeconds(2));
        assertThat(model.connection().staleProperty().get()).isTrue();
        assertThat(model.connection().freshnessProperty().get()).isEqualTo(Freshness.STALE);
        service.heal();
        service.freshness().set(Freshness.CATCHING_UP);
        assertThat(model.connection().staleProperty().get()).isTrue();
        assertThat(model.connection().canReconnectProperty().get()).isFalse();
        service.freshness().set(Freshness.LIVE);
        assertThat(model.connection().staleProperty().get()).isFalse();
        assertThat(model.connection().freshnessProperty().get()).isEqualTo(Freshness.LIVE);
    }

    @Test
    void anUnknownOutcomeIsNotCalledAFailureToSend() {
        service.failure = new OutcomeUnknownException("cut");
        model.clearCompleted();
        assertThat(model.notices().shown().getFirst().detail()).contains("may or may not have been done");
    }

    @Test
    void showsAFewNoticesAndTheSameOneOnce() {
        service.cut(now);
        for (int i = 0; i < 5; i++) {
            model.toggle(visible(0));
        }
        assertThat(notices()).containsExactly("Couldn't change “Milk”");
        for (int i = 1; i < 5; i++) {
            model.toggle(visible(i));
        }
        assertThat(notices()).hasSize(Notices.LIMIT).endsWith("Couldn't change “Jam”");
    }

    @Test
    void noticesGoAwayByThemselves() {
        model.delete(visible(0));
        now = now.plusSeconds(7);
        model.tick();
        assertThat(notices()).hasSize(1);
        now = now.plusSeconds(1);
        model.tick();
        assertThat(notices()).isEmpty();
    }

    @Test
    void whatFailedForWantOfAConnectionIsNoLongerToldOnceThereIsOne() {
        service.cut(now);
        model.toggle(visible(0));
        assertThat(notices()).hasSize(1);
        service.heal();
        assertThat(notices()).isEmpty();
    }

    @Test
    void longTitlesAreCutInSentencesAndNeverWithinACharacter() {
        start(FakeTodoService.with("😀".repeat(100)));
        model.delete(visible(0));
        String text = notices().getFirst();
        assertThat(text).hasSizeLessThan(70).endsWith("…”");
        assertThat(text.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
    }
}
