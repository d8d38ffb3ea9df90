// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent.FreshnessChanged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the application's code throws wherever it is called, it is reported, and everything else is as it would be without. */
class ForeignCodeTest {

    /** What may be thrown. */
    enum Kind {
        EXCEPTION,
        ASSERTION,
        STACK_OVERFLOW,
        LINKAGE,
        CHECKED,
        UNPRINTABLE;

        void fail() {
            switch (this) {
                case EXCEPTION -> throw new IllegalStateException("foreign");
                case ASSERTION -> throw new AssertionError("foreign");
                case STACK_OVERFLOW -> recurse(0);
                case LINKAGE -> throw new NoClassDefFoundError("foreign");
                case CHECKED -> ForeignCodeTest.<RuntimeException>sneak(new IOException("foreign"));
                case UNPRINTABLE -> throw new Unprintable();
            }
        }

        @SuppressWarnings("InfiniteRecursion")
        private static int recurse(int depth) {
            return recurse(depth + 1) + 1;
        }
    }

    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Where the application's code is called. */
    enum Seam {
        ITEMS,
        ID,
        ID_EQUALS,
        ID_HASH,
        ITEM_EQUALS,
        PART,
        PART_EQUALS,
        LIST_LISTENER,
        WEAK_LIST_LISTENER,
        LIST_INVALIDATION,
        STATE_LISTENER,
        STATE_INVALIDATION,
        STATE_EQUALS,
        PART_LISTENER,
        STALE_LISTENER;

        /** Those that are called while it is worked out what must change; what fails there is in the error property. */
        static final EnumSet<Seam> FUNCTIONS = EnumSet.range(ITEMS, PART_EQUALS);
    }

    static Stream<Arguments> everySeamWithEveryKind() {
        return Stream.of(Seam.values()).flatMap(seam -> Stream.of(Kind.values()).map(kind -> Arguments.of(seam, kind)));
    }

    /** Something of the application's that is compared. */
    private final class Picky {
        private final int value;
        private final Seam onEquals;
        private final @Nullable Seam onHash;

        Picky(int value, Seam onEquals, @Nullable Seam onHash) {
            this.value = value;
            this.onEquals = onEquals;
            this.onHash = onHash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            at(onEquals);
            return other instanceof Picky picky && picky.value == value;
        }

        @Override
        public int hashCode() {
            if (onHash != null) {
                at(onHash);
            }
            return value;
        }

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** A state whose parts fail when they are looked at. */
    private final class State {
        private final List<Integer> numbers;

        State(Integer... numbers) {
            this.numbers = List.of(numbers);
        }

        List<Picky> items() {
            at(Seam.ITEMS);
            return numbers.stream()
                    .map(number -> new Picky(number, Seam.ITEM_EQUALS, null))
                    .toList();
        }

        Picky id(Picky item) {
            at(Seam.ID);
            return new Picky(item.value, Seam.ID_EQUALS, Seam.ID_HASH);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            at(Seam.STATE_EQUALS);
            return other instanceof State state && state.numbers.equals(numbers);
        }

        @Override
        public int hashCode() {
            return numbers.hashCode();
        }
    }

    private final FakeSource<State> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();
    private final ObservableActor<State> actor = ObservableActor.of(source, pulse);
    private final List<Throwable> reported = new ArrayList<>();
    private Thread.@Nullable UncaughtExceptionHandler before;
    private @Nullable Seam failing;
    private Kind kind = Kind.EXCEPTION;
    private boolean reached;

    private void at(Seam seam) {
        if (seam == failing) {
            reached = true;
            kind.fail();
        }
    }

    @BeforeEach
    void listenToWhatIsReported() {
        before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    }

    @AfterEach
    void stopListening() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    private void show(State state) {
        source.update(state);
        pulse.run();
    }

    @ParameterizedTest
    @MethodSource("everySeamWithEveryKind")
    void whatFailsIsReportedAndStopsNothingElse(Seam seam, Kind how) {
        kind = how;
        ObservableList<Picky> list = actor.list(State::items, new State()::id);
        ReadOnlyObjectProperty<@Nullable Picky> part = actor.select(state -> {
            at(Seam.PART);
            return new Picky(state.numbers.size(), Seam.PART_EQUALS, null);
        });
        ListChangeListener<Picky> weak = change -> at(Seam.WEAK_LIST_LISTENER);
        list.addListener(new WeakListChangeListener<>(weak));
        list.addListener((ListChangeListener<Picky>) change -> at(Seam.LIST_LISTENER));
        list.addListener((InvalidationListener) changed -> at(Seam.LIST_INVALIDATION));
        part.addListener((property, old, now) -> at(Seam.PART_LISTENER));
        actor.stateProperty().addListener((property, old, now) -> at(Seam.STATE_LISTENER));
        actor.stateProperty().addListener((InvalidationListener) changed -> at(Seam.STATE_INVALIDATION));
        actor.staleProperty().addListener((property, old, now) -> at(Seam.STALE_LISTENER));
        Bystanders bystanders = new Bystanders();
        show(new State(1, 2, 3));
        assertThat(actor.getError()).isNull();
        assertThat(reported).isEmpty();

        failing = seam;
        State failed = new State(2, 1, 3, 4);
        source.event(new FreshnessChanged<>(Freshness.LIVE, "caught up"));
        show(failed);
        failing = null;

        assertThat(reached).isTrue();
        bystanders.assertShow(failed);
        assertThat(actor.getState()).isSameAs(failed);
        assertThat(actor.isStale()).isFalse();
        if (Seam.FUNCTIONS.contains(seam)) {
            assertThat(actor.getError()).isInstanceOf(PayloadException.class);
            assertThat(reported).isEmpty();
        } else {
            assertThat(actor.getError()).isNull();
            assertThat(reported).isNotEmpty();
            assertThat(list).hasSize(4);
        }

        State next = new State(5, 2);
        reported.clear();
        show(next);
        bystanders.assertShow(next);
        assertThat(list).hasToString("[5, 2]");
        assertThat(Objects.requireNonNull(part.get()).value).isEqualTo(2);
        assertThat(actor.getError()).isNull();
        assertThat(reported).isEmpty();
        assertThat(weak).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatFailsAsWellStopsNothingElse(Kind how) {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> how.fail());
        Bystanders bystanders = new Bystanders();
        actor.stateProperty().addListener((property, old, now) -> how.fail());
        State state = new State(7);
        show(state);
        bystanders.assertShow(state);
    }

    @ParameterizedTest
    @MethodSource("everySeamWithEveryKind")
    void aFunctionThatFailsOnTheStateAtHandIsAnErrorAndNotThrown(Seam seam, Kind how) {
        kind = how;
        show(new State(1, 2));
        failing = seam;
        ObservableList<Picky> list = actor.list(State::items, new State()::id);
        ReadOnlyObjectProperty<@Nullable Picky> part = actor.select(state -> {
            at(Seam.PART);
            return new Picky(state.numbers.size(), Seam.PART_EQUALS, null);
        });
        failing = null;
        pulse.run();
        assertThat(actor.getError() != null).isEqualTo(reached);
        show(new State(5, 2));
        assertThat(list).hasToString("[5, 2]");
        assertThat(part.get()).hasToString("2");
        assertThat(actor.getError()).isNull();
    }

    /** Others at the same actor, who came after those that fail. */
    private final class Bystanders {
        private final ObservableList<Integer> list = actor.list(state -> state.numbers, number -> number);
        private final ReadOnlyObjectProperty<@Nullable String> part = actor.select(state -> state.numbers.toString());
        private final List<String> heard = new ArrayList<>();

        Bystanders() {
            list.addListener((ListChangeListener<Integer>) change -> heard.add("list"));
            list.addListener((InvalidationListener) changed -> heard.add("invalid list"));
            part.addListener((property, old, now) -> heard.add("part"));
            actor.stateProperty().addListener((InvalidationListener) changed -> heard.add("state"));
            actor.lastUpdatedProperty().addListener((property, old, now) -> heard.add("lastUpdated"));
        }

        void assertShow(State state) {
            assertThat(list).isEqualTo(state.numbers);
            assertThat(part.get()).isEqualTo(state.numbers.toString());
            assertThat(heard).contains("list", "invalid list", "part", "state", "lastUpdated");
            heard.clear();
        }
    }
}
