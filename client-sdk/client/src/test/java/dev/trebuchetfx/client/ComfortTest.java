// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Comforts that make the first hour with the client short. */
class ComfortTest extends ScriptedTest {
    record Todo(String id, @Nullable String title, Optional<String> note, int count) {}

    interface Todos {
        CompletableFuture<Todo> find();

        Flow.Publisher<Todo> observeTodo();
    }

    /** A server of the clients that a test makes. */
    private final ScriptedServer other = new ScriptedServer();

    private final List<TrebuchetClient> made = new ArrayList<>();

    private TrebuchetClient with(Consumer<TrebuchetClient.Builder> setup) {
        TrebuchetClient.Builder builder = configure(TestClients.inCallingThread(time, other));
        setup.accept(builder);
        TrebuchetClient client = builder.build();
        made.add(client);
        return client;
    }

    @AfterEach
    void closeClients() {
        made.forEach(TrebuchetClient::close);
    }

    private void answer(String json) {
        other.send(new ResponseEnvelope(other.take(InvocationEnvelope.class).callID(), Bytes.utf8(json), null));
    }

    @Test
    void whoWaitsForTheConnectionGetsIt() {
        CompletableFuture<Void> connected = client.whenConnected();
        assertThat(connected).isNotDone();
        server.acceptExtended();
        assertThat(connected).isCompleted();
        assertThat(client.whenConnected()).isCompleted();
    }

    @Test
    void whoWaitsForAClosedClientHearsSo() {
        CompletableFuture<Void> connected = client.whenConnected();
        client.close();
        assertThat(connected.exceptionNow()).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void aCallWaitsForTheConnectionWhereTheClientSaysSo() {
        CompletableFuture<String> fails = client.actor("todos").call("find", String.class);
        assertThat(fails.exceptionNow()).isInstanceOf(NotConnectedException.class);

        TrebuchetClient patient = with(builder -> builder.callOptions(CallOptions.WHEN_CONNECTED));
        CompletableFuture<String> waits = patient.actor("todos").call("find", String.class);
        CompletableFuture<Todo> waitsToo =
                patient.actor("todos").as(Todos.class).find();
        CompletableFuture<String> own = patient.actor("todos").call("find", String.class, CallOptions.DEFAULT);
        assertThat(own.exceptionNow()).isInstanceOf(NotConnectedException.class);
        assertThat(waits).isNotDone();
        assertThat(waitsToo).isNotDone();
    }

    @Test
    void anInterfaceMayStreamStatesAlone() {
        server.acceptExtended();
        AtomicReference<@Nullable Todo> seen = new AtomicReference<>();
        Flow.Publisher<Todo> states = client.actor("todos").as(Todos.class).observeTodo();
        states.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Todo state) {
                seen.set(state);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        assertThat(server.take(InvocationEnvelope.class).targetIdentifier()).isEqualTo("observeTodo");
    }

    private static List<Throwable> failures(JsonMapper mapper, String... texts) {
        return Arrays.stream(texts)
                .<Throwable>mapMulti((text, found) -> {
                    try {
                        mapper.readValue(text, Todo.class);
                    } catch (RuntimeException e) {
                        found.accept(e);
                    }
                })
                .toList();
    }

    @Test
    void strictJsonNamesWhatIsMisspeltOrMissing() {
        TrebuchetClient strict = with(builder -> builder.strictJson());
        assertThat(failures(strict.mapper(), "{\"id\":\"1\",\"count\":1}", "{\"id\":\"1\",\"title\":null,\"count\":1}"))
                .as("what may be absent")
                .isEmpty();
        assertThat(failures(strict.mapper(), "{\"id\":\"1\",\"titel\":\"a\",\"count\":1}"))
                .singleElement()
                .satisfies(error -> assertThat(error).hasMessageContaining("titel"));
        assertThat(failures(strict.mapper(), "{\"id\":\"1\"}")).singleElement().satisfies(error -> assertThat(error)
                .hasMessageContaining("count"));
        assertThat(failures(client.mapper(), "{\"titel\":\"a\"}")).isEmpty();
    }

    @Test
    void whatIsStrictIsToldToTheCaller() {
        TrebuchetClient strict = with(builder -> builder.strictJson());
        other.acceptExtended();
        CompletableFuture<Todo> found = strict.actor("todos").call("find", Todo.class);
        answer("{\"id\":\"1\",\"titel\":\"a\",\"count\":1}");
        assertThat(found.exceptionNow()).isInstanceOf(PayloadException.class).hasMessageContaining("titel");
    }

    @Test
    void theMapperCanBeChanged() {
        TrebuchetClient changed = with(
                builder -> builder.mapper(json -> json.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)));
        assertThat(failures(changed.mapper(), "{\"id\":\"1\",\"count\":null}")).isEmpty();
    }
}
