// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An actor as a Java interface: every kind of method works, or is refused before the server is asked for anything. */
@Timeout(30)
class ActorInterfaceTest extends ScriptedTest {
    private final ActorRef todos = client.actor("todos");

    record Todo(String id, String title) {}

    interface Repository<T, K> {
        CompletableFuture<T> find(K id);

        CompletableFuture<List<T>> all();

        ActorStream<Map<String, T>> observeAll();
    }

    interface TodoRepository extends Repository<Todo, String> {
        static String actorName() {
            return "todos";
        }

        /** A static method whose name looks like a stream's. */
        static String observeNothing() {
            return "nothing";
        }

        default String greeting(String who) {
            return "hello " + who;
        }

        @Override
        String toString();

        @Override
        boolean equals(Object other);

        CompletionStage<Todo> stage();

        Future<Todo> future();

        @SuppressWarnings("unused")
        CompletableFuture<?> anything();

        int blockingCount();

        void blockingVoid() throws InterruptedException;
    }

    /** Answers the next invocation from a thread of its own, once it has come. */
    private void answer(String json) {
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), Bytes.utf8(json), null));
    }

    @Test
    void readsWhatAGenericSuperInterfaceLeavesOpen() throws Exception {
        server.acceptExtended();
        TodoRepository methods = todos.as(TodoRepository.class);
        var one = methods.find("1");
        answer("{\"id\":\"1\",\"title\":\"milk\"}");
        Todo found = one.get(1, TimeUnit.SECONDS);
        assertThat(found).isEqualTo(new Todo("1", "milk"));

        var all = methods.all();
        answer("[{\"id\":\"1\",\"title\":\"milk\"}]");
        Todo first = all.get(1, TimeUnit.SECONDS).getFirst();
        assertThat(first.title()).isEqualTo("milk");
    }

    @Test
    void returnsStagesAndFuturesAtOnce() throws Exception {
        server.acceptExtended();
        TodoRepository methods = todos.as(TodoRepository.class);
        CompletionStage<Todo> stage = methods.stage();
        answer("{\"id\":\"1\",\"title\":\"milk\"}");
        assertThat(stage.toCompletableFuture().get(1, TimeUnit.SECONDS).title()).isEqualTo("milk");

        Future<Todo> future = methods.future();
        answer("{\"id\":\"2\",\"title\":\"bread\"}");
        assertThat(future.get(1, TimeUnit.SECONDS).title()).isEqualTo("bread");
    }

    @Test
    void leavesStaticDefaultAndObjectMethodsAlone() {
        server.acceptExtended();
        TodoRepository methods = todos.as(TodoRepository.class);
        assertThat(methods.greeting("you")).isEqualTo("hello you");
        assertThat(methods.toString()).isEqualTo("TodoRepository at todos");
        assertThat(methods.equals(methods)).isTrue();
        assertThat(methods).isNotEqualTo(todos.as(TodoRepository.class));
        assertThat(server.untaken()).isEmpty();
    }

    /** Two parents that agree on a method give one method, not an overloaded one. */
    interface Left {
        CompletableFuture<String> shared();
    }

    interface Right {
        CompletableFuture<String> shared();
    }

    interface Both extends Left, Right {}

    @Test
    void takesOneMethodOfTwoParentsAsOne() {
        server.acceptExtended();
        var result = todos.as(Both.class).shared();
        answer("\"x\"");
        assertThat(result).isCompletedWithValue("x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsAnInterruption(boolean declared) throws Exception {
        server.acceptExtended();
        TodoRepository methods = todos.as(TodoRepository.class);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            thrown.set(catchThrowable(() -> {
                if (declared) {
                    methods.blockingVoid();
                } else {
                    var unused = methods.blockingCount();
                }
            }));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.join();
        if (declared) {
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        } else {
            assertThat(thrown.get())
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("interrupted")
                    .hasMessageContaining("may or may not");
            assertThat(flag.get()).as("the flag is still set").isTrue();
        }
    }

    @Test
    void saysThatAPrimitiveDidNotCome() {
        server.acceptExtended();
        CompletableFuture<Integer> count = todos.call("count", int.class);
        answer("");
        assertThat(count).isCompletedExceptionally();
        assertThat(count.exceptionNow())
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("int")
                .hasMessageContaining("without one");
    }

    interface Overloaded {
        CompletableFuture<String> add(String title);

        CompletableFuture<String> add(String title, int index);
    }

    interface ToldApart {
        CompletableFuture<String> add(String title);

        @RemoteMethod("addAt")
        CompletableFuture<String> add(String title, int index);
    }

    @SuppressWarnings("rawtypes")
    interface RawFuture {
        CompletableFuture get();
    }

    @SuppressWarnings("rawtypes")
    interface RawStream {
        ActorStream observeState();
    }

    interface OpenMethod {
        <T> CompletableFuture<T> get();
    }

    interface OpenNested {
        <T> CompletableFuture<List<T>> get();
    }

    interface OpenArray {
        <T> T[] all();
    }

    interface OpenWildcard {
        <T> CompletableFuture<List<? extends T>> all();
    }

    interface PassedOn<T, K> extends Repository<T, K> {}

    interface Publishing {
        Flow.Processor<String, String> values();
    }

    abstract static class OwnFuture<T> extends CompletableFuture<T> {}

    interface ReturnsOwnFuture {
        OwnFuture<String> get();
    }

    interface Shape {
        double area();
    }

    interface ReturnsAbstract {
        CompletableFuture<Shape> shape();
    }

    interface NegativeTimeout {
        @RemoteMethod(timeoutMillis = -1)
        CompletableFuture<String> get();
    }

    @Test
    void refusesWhatCantWorkBeforeAnythingIsSent() {
        server.acceptExtended();
        refused(Overloaded.class, "both have 'add'", "@RemoteMethod");
        refused(RawFuture.class, "not the raw type");
        refused(RawStream.class, "not the raw type");
        refused(OpenMethod.class, "'T' is open");
        refused(OpenNested.class, "'T' is open");
        refused(Repository.class, "is open", "extend the interface");
        refused(PassedOn.class, "is open", "extend the interface");
        refused(OpenArray.class, "'T' is open");
        refused(OpenWildcard.class, "'T' is open");
        refused(Publishing.class, "must return its result");
        refused(ReturnsOwnFuture.class, "must return its result");
        refused(ReturnsAbstract.class, "can't be read from JSON", "Shape");
        refused(NegativeTimeout.class, "timeoutMillis");
        assertThat(todos.as(ToldApart.class)).isNotNull();
        assertThat(server.untaken()).isEmpty();
    }

    private void refused(Class<?> actorInterface, String... words) {
        assertThatThrownBy(() -> todos.as(actorInterface))
                .as(actorInterface.getSimpleName())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesToCallWhatStreams() {
        server.acceptExtended();
        assertThatThrownBy(() -> todos.call("observeState", String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use observe");
        assertThat(server.untaken()).isEmpty();
    }

    interface FilteredPrices {
        @RemoteMethod(filter = "where:/price > 10", everyUpdate = 100, deltas = Deltas.AUTOMATIC)
        ActorStream<Integer> observePrice();
    }

    interface MisspeltPrices {
        @RemoteMethod(filter = "were:/price > 10")
        ActorStream<Integer> observePrice();
    }

    @Test
    void aMethodNamesTheFilterOfItsStream() {
        server.acceptExtended();
        try (var stream = client.actor("prices").as(FilteredPrices.class).observePrice()) {
            stream.listen(new StreamListener<>() {});
            assertThat(server.take(InvocationEnvelope.class).streamFilter())
                    .isEqualTo(StreamFilter.parse("where:/price > 10"));
        }
    }

    @Test
    void aFilterThatCannotBeReadIsRefusedWithTheMethod() {
        assertThatThrownBy(() -> client.actor("prices").as(MisspeltPrices.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("observePrice")
                .hasMessageContaining("were");
    }
}
