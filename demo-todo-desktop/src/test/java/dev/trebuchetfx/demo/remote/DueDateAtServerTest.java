// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.demo.app.FxToolkit;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.Notice;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.StreamedState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Due dates at servers over a socket: at one that knows them, and at one from before. */
@Timeout(60)
class DueDateAtServerTest {
    private static final Instant NOW = Instant.parse("2026-03-12T18:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void startToolkit() throws Exception {
        org.testfx.api.FxToolkit.registerPrimaryStage();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private static <T> T fx(Callable<T> task) throws Exception {
        return FxToolkit.call(task);
    }

    private RemoteTodoService serviceAt(StubServer server) throws Exception {
        open.add(server);
        TrebuchetClient client = TrebuchetClient.builder(server.uri()).build();
        open.add(client);
        RemoteTodoService service = fx(() -> new RemoteTodoService(
                client, server.uri(), ListName.MAIN, FxToolkit.executor(), () -> NOW, UUID::randomUUID));
        open.add(() -> fx(() -> {
            service.close();
            return true;
        }));
        await().until(() -> fx(service.loaded()::getValue));
        return service;
    }

    private static void done(Callable<CompletableFuture<Void>> command) throws Exception {
        fx(command).get(30, TimeUnit.SECONDS);
    }

    private static List<TodoItem> shown(RemoteTodoService service) throws Exception {
        return fx(() -> List.copyOf(service.todos()));
    }

    /** Waits until the window's pulses have brought exactly one todo of this due date, and returns it. */
    private static TodoItem onlyOneDue(RemoteTodoService service, @Nullable LocalDate day) throws Exception {
        await().untilAsserted(() ->
                assertThat(shown(service)).extracting(TodoItem::dueDate).containsExactly(day));
        return shown(service).getFirst();
    }

    private static void waitUntilEmpty(RemoteTodoService service) {
        await().untilAsserted(() -> assertThat(shown(service)).isEmpty());
    }

    @Test
    void isSetTakenAwayAndBroughtBack() throws Exception {
        RemoteTodoService service =
                serviceAt(StubServer.builder().bundledActors().start());
        done(() -> service.add("Milk").done());
        UUID id = onlyOneDue(service, null).id();
        done(() -> service.setDueDate(id, DAY));
        TodoItem dated = onlyOneDue(service, DAY);
        done(() -> service.setDueDate(id, null));
        onlyOneDue(service, null);
        done(() -> service.delete(id));
        waitUntilEmpty(service);
        done(() -> service.bringBack(dated, 0));
        onlyOneDue(service, DAY);
    }

    @Test
    void aServerFromBeforeGetsWhatItAlwaysGotAndItsRefusalIsToldAndTakenBack() throws Exception {
        RemoteTodoService service = serviceAt(
                StubServer.builder().expose("todos", new ListFromBefore()).start());
        TodoViewModel model = fx(() -> new TodoViewModel(service, () -> NOW, ZoneOffset.UTC));
        done(() -> service.add("Milk").done());
        TodoItem milk = onlyOneDue(service, null);
        done(() -> service.delete(milk.id()));
        waitUntilEmpty(service);
        done(() -> service.bringBack(milk, 0));
        assertThat(onlyOneDue(service, null).title()).isEqualTo("Milk");

        fx(() -> {
            model.due().set(List.of(service.todos().getFirst()), DAY);
            return true;
        });
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        fx(() -> List.copyOf(model.notices().shown())))
                .singleElement()
                .extracting(Notice::text)
                .isEqualTo("Couldn't set the due date of “Milk”"));
        assertThat(fx(() -> model.notices().shown().getFirst().detail()))
                .startsWith("The server said: Unknown method: setDueDate");
        // The window takes it back in its next pulse.
        onlyOneDue(service, null);
        assertThat(fx(() -> model.history().nextUndoProperty().get())).isEmpty();
    }

    @Test
    void aDayThatTheServerDoesNotTakeIsRefused() throws Exception {
        RemoteTodoService service =
                serviceAt(StubServer.builder().bundledActors().start());
        done(() -> service.add("Milk").done());
        UUID id = onlyOneDue(service, null).id();
        LocalDate early = LocalDate.of(26, 3, 14);
        assertThat(fx(() -> service.setDueDate(id, early)))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("dueDate must be null or a day from 1900-01-01");
        // The window takes it back in its next pulse.
        onlyOneDue(service, null);
    }

    /** A todo as servers had it before there were due dates. */
    public record TodoFromBefore(UUID id, String title, boolean isCompleted, Instant createdAt) {}

    /** The state of {@link ListFromBefore}. */
    public record StateFromBefore(List<TodoFromBefore> todos, int pendingCount) {}

    /** An actor with the methods that the window used before there were due dates. */
    public static final class ListFromBefore {
        private final StreamedState<StateFromBefore> state = new StreamedState<>(new StateFromBefore(List.of(), 0));

        public StreamedState<StateFromBefore> observeState() {
            return state;
        }

        public void insertTodo(UUID id, String title, boolean isCompleted, int index) {
            List<TodoFromBefore> todos = new ArrayList<>(state.get().todos());
            todos.add(Math.min(index, todos.size()), new TodoFromBefore(id, title, isCompleted, NOW));
            state.set(new StateFromBefore(List.copyOf(todos), todos.size()));
        }

        public void deleteTodo(UUID id) {
            List<TodoFromBefore> todos = new ArrayList<>(state.get().todos());
            todos.removeIf(todo -> todo.id().equals(id));
            state.set(new StateFromBefore(List.copyOf(todos), todos.size()));
        }
    }
}
