// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ReplayProgress;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent.Ended;
import dev.trebuchetfx.client.event.StreamEvent.Failed;
import dev.trebuchetfx.client.event.StreamEvent.FreshnessChanged;
import dev.trebuchetfx.client.event.StreamEvent.Gap;
import dev.trebuchetfx.client.event.StreamEvent.Resumed;
import dev.trebuchetfx.client.event.StreamEvent.Undecodable;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an application sees of one actor or several; the test runs the pulses. */
class ObservableActorTest {

    /** A state with two lists and a value. */
    record Board(String name, List<Todo> open, List<Todo> done) {}

    private static final Board FIRST = new Board("first", List.of(Todo.of(1), Todo.of(2)), List.of(Todo.of(3)));
    private static final Board SECOND = new Board("second", List.of(Todo.of(2)), List.of(Todo.of(3), Todo.of(1)));

    private final FakeSource<Board> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();
    private final ObservableActor<Board> actor = ObservableActor.of(source, pulse);

    private void show(Board board) {
        source.update(board);
        pulse.run();
    }

    @Test
    void whatRunsAfterUpdatesFindsThemApplied() {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        pulse.run();
        source.update(FIRST);
        List<Todo> found = new ArrayList<>();
        actor.afterUpdates().execute(() -> found.addAll(open));
        assertThat(found).isEmpty();

        pulse.run();
        assertThat(found).isEqualTo(FIRST.open());
    }

    @Test
    void aReplayTellsHowFarItHasCome() {
        show(FIRST);
        source.event(new FreshnessChanged<>(Freshness.CATCHING_UP, "resuming"));
        source.event(resumed(ResumeOutcome.REPLAYED, 11L, 13L));
        pulse.run();
        assertThat(actor.getReplayProgress()).isEqualTo(new ReplayProgress(0, 3));

        source.replayed(11, FIRST);
        source.replayed(12, SECOND);
        pulse.run();
        assertThat(actor.getReplayProgress()).isEqualTo(new ReplayProgress(2, 3));
        assertThat(actor.getState()).isEqualTo(SECOND);

        source.replayed(13, FIRST);
        pulse.run();
        assertThat(actor.getReplayProgress()).isNull();
    }

    @Test
    void aReplayThatIsCutIsNoLongerUnderWay() {
        source.event(resumed(ResumeOutcome.REPLAYED, 11L, 13L));
        source.replayed(11, FIRST);
        pulse.run();
        assertThat(actor.getReplayProgress()).isEqualTo(new ReplayProgress(1, 3));

        source.event(new FreshnessChanged<>(Freshness.STALE, "cut"));
        pulse.run();
        assertThat(actor.getReplayProgress()).isNull();
    }

    @Test
    void aResumeWithoutAReplayShowsNoProgress() {
        source.event(resumed(ResumeOutcome.CURRENT, null, null));
        source.event(resumed(ResumeOutcome.REPLAYED, 11L, null));
        source.event(resumed(ResumeOutcome.RESTARTED, 11L, 13L));
        pulse.run();
        assertThat(actor.getReplayProgress()).isNull();
    }

    private static Resumed<Board> resumed(ResumeOutcome outcome, @Nullable Long from, @Nullable Long to) {
        return new Resumed<>(new ResumeReport(
                FakeSource.STREAM, 10, outcome, null, from, to, null, null, null, Duration.ofMillis(3)));
    }

    @Test
    void beforeAnyStateThereIsNothingAndItIsStale() {
        assertThat(actor.getState()).isNull();
        assertThat(actor.getLastUpdated()).isNull();
        assertThat(actor.isStale()).isTrue();
        assertThat(actor.getFreshness()).isEqualTo(Freshness.CATCHING_UP);
        assertThat(actor.list(Board::open, Todo::id)).isEmpty();
        assertThat(actor.select(Board::name).get()).isNull();
    }

    @Test
    void aStateShowsWithTheNextPulseAndNotBefore() {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        ReadOnlyObjectProperty<@Nullable String> name = actor.select(Board::name);
        source.update(FIRST);
        assertThat(actor.getState()).isNull();
        assertThat(open).isEmpty();

        pulse.run();

        assertThat(actor.getState()).isEqualTo(FIRST);
        assertThat(actor.getLastUpdated()).isEqualTo(FakeSource.FIRST);
        assertThat(open).isEqualTo(FIRST.open());
        assertThat(name.get()).isEqualTo("first");
    }

    @Test
    void aListOrPartAskedForLaterBeginsWithWhatIsShown() {
        show(FIRST);
        source.update(SECOND);

        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        ReadOnlyObjectProperty<@Nullable String> name = actor.select(Board::name);

        assertThat(open).isEqualTo(FIRST.open());
        assertThat(name.get()).isEqualTo("first");
        pulse.run();
        assertThat(open).isEqualTo(SECOND.open());
        assertThat(name.get()).isEqualTo("second");
    }

    @Test
    void aThousandUpdatesOfThreeActorsAreOneRunAndOneChangeOfEachList() {
        List<FakeSource<Board>> sources = List.of(new FakeSource<>(), new FakeSource<>(), new FakeSource<>());
        List<String> changes = new ArrayList<>();
        List<ObservableActor<Board>> actors = new ArrayList<>();
        List<ObservableList<Todo>> lists = new ArrayList<>();
        for (FakeSource<Board> each : sources) {
            ObservableActor<Board> one = ObservableActor.of(each, pulse);
            int number = actors.size();
            ObservableList<Todo> open = one.list(Board::open, Todo::id);
            open.addListener((ListChangeListener<Todo>) change -> changes.add("list " + number));
            one.stateProperty().addListener((property, before, now) -> changes.add("state " + number));
            actors.add(one);
            lists.add(open);
        }
        pulse.run();

        for (int i = 0; i < 1_000; i++) {
            Board board = new Board("board " + i, List.of(Todo.of(i), Todo.of(i + 1), Todo.of(-1)), List.of());
            sources.get(i % 3).update(board);
        }
        pulse.run();

        assertThat(pulse.hasWork()).isFalse();
        assertThat(changes).containsExactly("list 0", "state 0", "list 1", "state 1", "list 2", "state 2");
        assertThat(actors)
                .extracting(one -> Objects.requireNonNull(one.getState()).name())
                .containsExactly("board 999", "board 997", "board 998");
        assertThat(lists.get(1)).containsExactly(Todo.of(997), Todo.of(998), Todo.of(-1));
    }

    @Test
    void listenersOfTheStateFindEverythingNewAndThoseOfAListEveryProperty() {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        ObservableList<Todo> done = actor.list(Board::done, Todo::id);
        ReadOnlyObjectProperty<@Nullable String> name = actor.select(Board::name);
        List<Object> seenByState = new ArrayList<>();
        List<Object> seenByList = new ArrayList<>();
        open.addListener((ListChangeListener<Todo>) change -> seenByList.addAll(
                List.of(Objects.requireNonNull(actor.getState()), Objects.requireNonNull(name.get()))));
        actor.stateProperty()
                .addListener((property, before, now) -> seenByState.addAll(
                        List.of(List.copyOf(open), List.copyOf(done), Objects.requireNonNull(name.get()))));

        show(FIRST);

        assertThat(seenByState).containsExactly(FIRST.open(), FIRST.done(), "first");
        assertThat(seenByList).containsExactly(FIRST, "first");
    }

    @Test
    void aPartTellsOnlyWhenItIsAnother() {
        List<@Nullable String> told = new ArrayList<>();
        ReadOnlyObjectProperty<@Nullable String> name = actor.select(Board::name);
        name.addListener((property, before, now) -> told.add(now));
        show(FIRST);
        show(new Board("first", SECOND.open(), SECOND.done()));
        show(SECOND);
        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void freshnessIsStaleUntilLiveAndAfterALossOfTheConnection() {
        source.event(new FreshnessChanged<>(Freshness.LIVE, "caught up"));
        source.connection(new ConnectionState.Offline("no network"));
        pulse.run();
        assertThat(actor.isStale()).isFalse();
        assertThat(actor.getConnectionState()).isEqualTo(new ConnectionState.Offline("no network"));

        source.event(new FreshnessChanged<>(Freshness.STALE, "the connection was lost"));
        pulse.run();
        assertThat(actor.isStale()).isTrue();
        assertThat(actor.getFreshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void gapsAndResumesAreSeen() {
        GapReport gap = new GapReport(FakeSource.STREAM, 3, 5L, GapReport.Cause.EVICTED, false);
        ResumeReport resume = new ResumeReport(
                FakeSource.STREAM, 2, ResumeOutcome.REPLAYED, null, 6L, 9L, 3L, 6L, 9L, Duration.ofMillis(4));
        source.event(new Gap<>(gap));
        source.event(new Resumed<>(resume));
        pulse.run();
        assertThat(actor.lastGapProperty().get()).isEqualTo(gap);
        assertThat(actor.lastResumeProperty().get()).isEqualTo(resume);
    }

    @Test
    void anUnreadableUpdateIsAnErrorUntilAReadableOneComes() {
        show(FIRST);
        source.event(new Undecodable<>(FakeSource.STREAM, 2, "expected a list", 17));
        pulse.run();
        assertThat(actor.getError()).isInstanceOf(PayloadException.class).hasMessageContaining("expected a list");
        assertThat(actor.getState()).isEqualTo(FIRST);
        show(SECOND);
        assertThat(actor.getError()).isNull();
    }

    @Test
    void aFailedStreamKeepsItsLastState() {
        TrebuchetException failure = new StreamFailedException("the actor is gone");
        show(FIRST);
        source.event(new Failed<>(failure));
        pulse.run();
        assertThat(actor.getError()).isSameAs(failure);
        assertThat(actor.getFreshness()).isEqualTo(Freshness.FAILED);
        assertThat(actor.getState()).isEqualTo(FIRST);
    }

    @Test
    void anEndedStreamIsNotStale() {
        show(FIRST);
        source.event(new Ended<>(StreamEndReason.COMPLETED));
        pulse.run();
        assertThat(actor.getFreshness()).isEqualTo(Freshness.ENDED);
        assertThat(actor.isStale()).isFalse();
    }

    @Test
    void aFunctionThatFailsStopsItsPartAloneAndIsAnError() {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        ObservableList<Todo> picky = actor.list(
                board -> {
                    if (board.name().equals("second")) {
                        throw new IllegalStateException("can't read the second");
                    }
                    return board.done();
                },
                Todo::id);
        show(FIRST);
        show(SECOND);
        assertThat(open).isEqualTo(SECOND.open());
        assertThat(picky).isEqualTo(FIRST.done());
        assertThat(actor.getState()).isEqualTo(SECOND);
        assertThat(actor.getError()).isInstanceOf(PayloadException.class).hasMessageContaining("can't read the second");
        show(FIRST);
        assertThat(picky).isEqualTo(FIRST.done());
        assertThat(actor.getError()).isNull();
    }

    @Test
    void aFunctionThatFailsOnTheStateAtHandIsAnErrorToo() {
        show(SECOND);
        ObservableList<Todo> list = actor.list(
                board -> {
                    if (board.name().equals("second")) {
                        throw new IllegalStateException("can't read the list of the second");
                    }
                    return board.open();
                },
                Todo::id);
        pulse.run();
        assertThat(list).isEmpty();
        assertThat(actor.getError())
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("the list of the second");

        show(FIRST);
        assertThat(list).isEqualTo(FIRST.open());
        assertThat(actor.getError()).isNull();

        ReadOnlyObjectProperty<@Nullable Integer> part =
                actor.select(board -> board.done().get(1).id());
        pulse.run();
        assertThat(part.get()).isNull();
        assertThat(actor.getError()).isInstanceOf(PayloadException.class).hasMessageContaining("IndexOutOfBounds");

        show(new Board("third", SECOND.open(), SECOND.done()));
        assertThat(part.get()).isEqualTo(1);
        assertThat(actor.getError()).isNull();
    }

    @Test
    void aFunctionThatFailsOnTheStateShownButNotOnTheNewestIsNoError() {
        show(FIRST);
        source.update(SECOND);
        ReadOnlyObjectProperty<@Nullable Integer> part =
                actor.select(board -> board.done().get(1).id());
        pulse.run();
        assertThat(part.get()).isEqualTo(1);
        assertThat(actor.getError()).isNull();
    }

    @Test
    void aStreamThatIsClosedUnderTheActorLeavesItStale() {
        source.event(new FreshnessChanged<>(Freshness.LIVE, "caught up"));
        show(FIRST);
        source.event(new FreshnessChanged<>(Freshness.ENDED, "the application closed the stream"));
        source.event(new Ended<>(StreamEndReason.CLIENT_UNSUBSCRIBED));
        pulse.run();
        assertThat(actor.isStale()).isTrue();
        assertThat(actor.getState()).isEqualTo(FIRST);
    }

    @Test
    void aFailingListenerStopsNeitherOtherListenersNorOtherActors() {
        FakeSource<Board> otherSource = new FakeSource<>();
        ObservableActor<Board> other = ObservableActor.of(otherSource, pulse);
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        List<Throwable> reported = new ArrayList<>();
        open.addListener((ListChangeListener<Todo>) change -> {
            throw new IllegalStateException("listener of a list");
        });
        actor.stateProperty().addListener((property, before, now) -> {
            throw new IllegalStateException("listener of a state");
        });
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, failure) -> reported.add(failure));
        try {
            source.update(FIRST);
            otherSource.update(SECOND);
            pulse.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        assertThat(reported)
                .extracting(Throwable::getMessage)
                .containsExactly("listener of a list", "listener of a state");
        assertThat(actor.getLastUpdated()).isNotNull();
        assertThat(other.getState()).isEqualTo(SECOND);
    }

    @Test
    void whatAListenerCausesWaitsForTheNextPulse() {
        actor.stateProperty().addListener((property, before, now) -> {
            if (FIRST.equals(now)) {
                source.update(SECOND);
            }
        });
        show(FIRST);
        assertThat(actor.getState()).isEqualTo(FIRST);
        pulse.run();
        assertThat(actor.getState()).isEqualTo(SECOND);
    }

    @Test
    void editsFitWhatTheListHoldsHoweverUpdatesAndPulsesMeet() throws InterruptedException {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        List<Todo> mirror = new ArrayList<>();
        List<Boolean> fits = new ArrayList<>();
        open.addListener((ListChangeListener<Todo>) change -> {
            while (change.next()) {
                if (change.wasPermutated()) {
                    List<Todo> before = new ArrayList<>(mirror);
                    for (int i = change.getFrom(); i < change.getTo(); i++) {
                        mirror.set(change.getPermutation(i), before.get(i));
                    }
                } else {
                    List<Todo> gone = mirror.subList(change.getFrom(), change.getFrom() + change.getRemovedSize());
                    fits.add(gone.equals(change.getRemoved()));
                    gone.clear();
                    mirror.addAll(change.getFrom(), change.getAddedSubList());
                }
            }
        });
        Thread client = Thread.ofPlatform().start(() -> {
            Random random = new Random(1);
            for (int i = 0; i < 20_000; i++) {
                source.update(new Board(
                        "b", random.ints(5, 0, 9).distinct().mapToObj(Todo::of).toList(), List.of()));
            }
        });
        int runs = 0;
        while (client.isAlive()) {
            pulse.run();
            runs++;
        }
        client.join();
        pulse.run();
        assertThat(runs).isGreaterThan(10);
        assertThat(fits).isNotEmpty().doesNotContain(false);
        assertThat(mirror)
                .isEqualTo(open)
                .isEqualTo(Objects.requireNonNull(actor.getState()).open());
    }

    @Test
    void closeEndsTheStreamOnceAndKeepsTheStateAsStale() {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        source.event(new FreshnessChanged<>(Freshness.LIVE, "caught up"));
        show(FIRST);
        actor.close();
        actor.close();
        source.update(SECOND);
        source.event(new FreshnessChanged<>(Freshness.LIVE, "too late"));
        pulse.run();
        assertThat(source.closes).hasValue(1);
        assertThat(actor.getState()).isEqualTo(FIRST);
        assertThat(open).isEqualTo(FIRST.open());
        assertThat(actor.isStale()).isTrue();
    }

    @Test
    void aListIsReadOnly() {
        ObservableList<Todo> open = actor.list(Board::open, Todo::id);
        assertThatThrownBy(() -> open.add(Todo.of(1))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> open.setAll(Todo.of(1))).isInstanceOf(UnsupportedOperationException.class);
        show(FIRST);
        assertThatThrownBy(open::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(open).isEqualTo(FIRST.open());
    }
}
