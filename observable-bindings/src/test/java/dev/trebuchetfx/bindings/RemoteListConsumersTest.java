// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.callOnFx;
import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** 500 random calls at the todo list of a server, which all of JavaFX's consumers show in the toolkit's own pulses. */
@ExtendWith(FxToolkitExtension.class)
@Timeout(120)
class RemoteListConsumersTest {

    /** A to-do of the bundled actor, as far as this test looks. */
    record Entry(String id, String title, boolean isCompleted) {
        Todo todo() {
            return new Todo(id.hashCode(), title + " " + isCompleted);
        }
    }

    /** The bundled actor's state. */
    record Entries(List<Entry> todos) {
        List<Todo> asTodos() {
            return todos.stream().map(Entry::todo).toList();
        }
    }

    private final Map<Todo, TreeItem<Todo>> treeItems = new ConcurrentHashMap<>();

    private List<TreeItem<Todo>> treeItems(Entries entries) {
        return entries.asTodos().stream()
                .map(todo -> treeItems.computeIfAbsent(todo, key -> new TreeItem<>(key)))
                .toList();
    }

    @Test
    void allHaveWhatTheServerHasAndNothingIsThrown() throws IOException {
        Random random = new Random(1);
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = TrebuchetClient.connect(server.uri().toString())) {
            ActorRef todos = client.actor("todos");
            ObservableActor<Entries> actor = ObservableActor.of(client, todos.observe("observeState", Entries.class));
            ObservableList<Todo> items = actor.list(Entries::asTodos, Todo::id);
            ObservableList<TreeItem<Todo>> children =
                    actor.list(this::treeItems, item -> item.getValue().id());
            ListConsumers consumers = callOnFx(() -> {
                ListConsumers made = new ListConsumers(items, children);
                made.show();
                return made;
            });

            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                call(todos, ids, random);
                if (i % 20 == 0) {
                    int choice = random.nextInt(100);
                    onFx(() -> {
                        if (!items.isEmpty()) {
                            consumers.select(items.get(choice % items.size()).id());
                        }
                    });
                }
            }

            Entries atServer = new Entries(
                    Arrays.asList(todos.call("getTodos", Entry[].class).join()));
            await().untilAsserted(() -> onFx(() -> consumers.assertFollow(atServer.asTodos())));
            onFx(consumers::assertSelectionIsThere);
            actor.close();
        }
    }

    /** Makes a call, and does the same to {@code ids}, what the server has. */
    private static void call(ActorRef todos, List<String> ids, Random random) {
        int kind = ids.size() < 5 ? 0 : random.nextInt(7);
        String id = ids.isEmpty() ? "" : ids.get(random.nextInt(ids.size()));
        String title = "title " + random.nextInt(100);
        switch (kind) {
            case 0, 1 ->
                ids.add(todos.call("addTodo", Entry.class, CallOptions.WHEN_CONNECTED, title)
                        .join()
                        .id());
            case 2 -> todos.call("toggleTodo", Entry.class, id).join();
            case 3 -> todos.call("updateTodo", Entry.class, id, title).join();
            case 4 -> {
                todos.call("deleteTodo", Void.class, id).join();
                ids.remove(id);
            }
            default ->
                todos.call("moveTodo", Void.class, id, random.nextInt(ids.size()))
                        .join();
        }
    }
}
