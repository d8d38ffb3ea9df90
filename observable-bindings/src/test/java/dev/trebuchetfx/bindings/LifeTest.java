// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing is kept, or worked for, that nobody uses any more. */
@SuppressWarnings("ReachabilityFenceUsage")
class LifeTest {
    private final FakeSource<List<Todo>> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();

    private ObservableActor<List<Todo>> actor() {
        return ObservableActor.of(source, pulse);
    }

    private static void awaitCollected(WeakReference<?> reference) {
        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    @Test
    void anActorThatNobodyRefersToEndsItsStream() {
        WeakReference<?> dropped = new WeakReference<>(actor());
        source.update(List.of(Todo.of(1)));
        pulse.run();
        awaitCollected(dropped);
        await().untilAtomic(source.closes, org.hamcrest.Matchers.is(1));
    }

    @Test
    void aPropertyKeepsItsActorAndStream() {
        ReadOnlyObjectProperty<@Nullable List<Todo>> state = actor().stateProperty();
        assertStaysAlive();
        source.update(List.of(Todo.of(1)));
        pulse.run();
        assertThat(state.get()).containsExactly(Todo.of(1));
        assertThat(source.closes).hasValue(0);
        Reference.reachabilityFence(state);
    }

    @Test
    void aListKeepsItsActorAndStream() {
        ObservableList<Todo> list = actor().list(Function.identity(), Todo::id);
        assertStaysAlive();
        source.update(List.of(Todo.of(1)));
        pulse.run();
        assertThat(list).containsExactly(Todo.of(1));
        assertThat(source.closes).hasValue(0);
        Reference.reachabilityFence(list);
    }

    /** Something else that is dropped at the same time is collected: a collection has passed. */
    private static void assertStaysAlive() {
        awaitCollected(new WeakReference<>(new Object()));
    }

    @Test
    void aListOrPartThatNobodyRefersToIsDroppedAndItsFunctionNotCalled() {
        ObservableActor<List<Todo>> actor = actor();
        AtomicInteger calls = new AtomicInteger();
        Function<List<Todo>, List<Todo>> counting = todos -> {
            calls.incrementAndGet();
            return todos;
        };
        WeakReference<?> list = new WeakReference<>(actor.list(counting, Todo::id));
        WeakReference<?> part = new WeakReference<>(actor.select(counting));
        source.update(List.of(Todo.of(1)));
        assertThat(calls).hasValueGreaterThan(0);
        pulse.run();
        awaitCollected(list);
        awaitCollected(part);
        int before = calls.get();
        source.update(List.of(Todo.of(2)));
        assertThat(calls).hasValue(before);
        Reference.reachabilityFence(actor);
    }
}
