// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.lambdalocal.runtime.FunctionHost;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The SDK and the functions, with everything of AWS between them emulated. */
@Timeout(180)
class FunctionsTest {
    /** The functions know a call that is sent again by its id. */
    private static final CallOptions SENT_AGAIN =
            CallOptions.WHEN_CONNECTED.toBuilder().idempotent(true).build();

    private static final CallOptions IMPATIENT =
            SENT_AGAIN.toBuilder().timeout(Duration.ofSeconds(8)).build();

    /** Containers that begin on a busy machine take their time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<FunctionHost.Moment> MOMENTS = List.of(FunctionHost.Moment.values());

    /** The time for which writers add to one list. */
    private static final Duration PART = Duration.ofSeconds(10);

    private static LambdaLocal emulator;

    @BeforeAll
    static void start() throws Exception {
        emulator = Emulated.start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** Keeps what a subscriber hears. */
    private static final class Heard implements StreamListener<Object> {
        final List<StreamEvent<Object>> events = new CopyOnWriteArrayList<>();

        @Override
        public void onUpdate(StreamEvent.Update<Object> update) {}

        @Override
        public void onEvent(StreamEvent<Object> event) {
            events.add(event);
        }

        List<String> states() {
            return events.stream()
                    .filter(StreamEvent.Update.class::isInstance)
                    .map(event -> String.valueOf(((StreamEvent.Update<Object>) event).value()))
                    .toList();
        }

        /** The list only grows, and each stream counts on by one. */
        void showsNothingTwiceOrOutOfOrder() {
            int length = 0;
            UUID stream = null;
            long sequence = 0;
            for (StreamEvent<Object> event : events) {
                assertThat(event instanceof StreamEvent.Gap<Object>(GapReport gap) && !gap.healed())
                        .as("a gap that stays: %s", event)
                        .isFalse();
                if (event instanceof StreamEvent.Update<Object> update) {
                    int next = String.valueOf(update.value()).length();
                    assertThat(next).as("after %s", sequence).isGreaterThanOrEqualTo(length);
                    if (update.streamID().equals(stream)) {
                        // A function may leave states out that are older than the newest, and says how many.
                        assertThat(update.sequence()).isEqualTo(sequence + 1 + update.conflated());
                    }
                    length = next;
                    stream = update.streamID();
                    sequence = update.sequence();
                }
            }
        }

        /** Returns why the stream has ended; null while it goes on. */
        @Nullable
        StreamEvent<Object> end() {
            return events.stream()
                    .filter(event -> event instanceof StreamEvent.Failed || event instanceof StreamEvent.Ended)
                    .findFirst()
                    .orElse(null);
        }

        List<ResumeReport> resumes() {
            return events.stream()
                    .filter(StreamEvent.Resumed.class::isInstance)
                    .map(event -> ((StreamEvent.Resumed<Object>) event).report())
                    .toList();
        }
    }

    @Test
    void observesChangesAndResumesWithAReplay() throws Exception {
        StreamOptions every = StreamOptions.builder().everyUpdate(1_000).build();
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicBoolean cut = new AtomicBoolean();
        try (TrebuchetClient observer = TrebuchetClient.builder(emulator.uri())
                        .resumeTimeout(PATIENCE)
                        .headers(() -> {
                            if (cut.get()) {
                                awaitDown(mayReturn);
                            }
                            return Map.of();
                        })
                        .build();
                TrebuchetClient writer = TrebuchetClient.connect(emulator.uri().toString())) {
            Heard counter = new Heard();
            observer.actor("counter")
                    .observe("observeState", Object.class, every)
                    .listen(counter);
            await().atMost(PATIENCE).until(() -> counter.states().equals(List.of("{count=0}")));
            increment(writer);
            await().atMost(PATIENCE).until(() -> counter.states().contains("{count=1}"));

            // The observer comes back when it has missed two changes, and not before.
            cut.set(true);
            emulator.gateway().cut();
            increment(writer);
            increment(writer);
            assertThat(counter.states()).containsExactly("{count=0}", "{count=1}");
            mayReturn.countDown();
            await().atMost(PATIENCE).until(() -> counter.states().contains("{count=3}"));
            assertThat(counter.states()).containsExactly("{count=0}", "{count=1}", "{count=2}", "{count=3}");
            assertThat(counter.resumes())
                    .as("%s", counter.events)
                    .extracting(ResumeReport::outcome)
                    .containsExactly(ResumeOutcome.REPLAYED);
        }
    }

    private static void awaitDown(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClientOfVersion2ThatSendsTextIsServedAndOneThatSendsBinaryIsClosed() throws Exception {
        String call = """
                {"type":"invocation","payload":{"callID":"AC9025A3-FD21-46F4-956A-A50A349DA69F","actorID":{"id":"todos/v2"},
                "targetIdentifier":"pendingCount","genericSubstitutions":[],"arguments":[]}}""";
        CompletableFuture<String> answered = new CompletableFuture<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                answered.complete(data.toString());
                socket.request(1);
                return null;
            }

            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return null;
            }
        };
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket text = http.newWebSocketBuilder()
                    .buildAsync(emulator.uri(), listener)
                    .get(60, TimeUnit.SECONDS);
            text.sendText(call, true).get(20, TimeUnit.SECONDS);
            assertThat(answered.get(60, TimeUnit.SECONDS))
                    .contains("\"type\":\"response\"", "AC9025A3-FD21-46F4-956A-A50A349DA69F", "\"result\":\"MA==\"")
                    .doesNotContain("\"ext\"");
            text.sendBinary(ByteBuffer.wrap(call.getBytes(StandardCharsets.UTF_8)), true)
                    .get(20, TimeUnit.SECONDS);
            assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1003);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"kill\",\"function\":\"socket\"}|function must be sockets or changes, or left out for both, but was 'socket'",
                "{\"kind\":\"kill\",\"function\":7}|function must be sockets or changes, or left out for both, but was '7'",
                "{\"kind\":\"kill\",\"moment\":\"now\"}|moment must be between, within or any but was 'now'",
                "{\"kind\":\"kill\",\"n\":\"one\"}|n must be a whole number, 1 or more, but was 'one'",
                "{\"kind\":\"kill\",\"n\":0}|n must be a whole number, 1 or more, but was '0'",
                "{\"kind\":\"reorder\",\"share\":\"half\"}|share must be a number from 0 to 1 but was 'half'",
                "{\"kind\":\"reorder\",\"ms\":-1}|ms must be a whole number, 1 or more, but was '-1'",
                "{\"kind\":\"explode\"}|kind must be kill, cut, reorder, throttle or lose-disconnects but was 'explode'",
                "[]|expected a JSON object such as {\"kind\":\"kill\"} but found a list",
                "{|expected a JSON object such as {\"kind\":\"kill\"} but found what is no JSON",
            })
    void aFaultThatCanNotBeIsToldAndKillsNothing(String fault, String why) throws Exception {
        String before = health();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(emulator.adminUri().resolve("/faults"))
                            .POST(HttpRequest.BodyPublishers.ofString(fault))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JsonMapper.shared().readTree(answer.body()).path("error").asString())
                    .isEqualTo(why);
        }
        assertThat(health()).as("containers").isEqualTo(before);
    }

    private static String health() {
        return emulator.sockets().containerCount() + " " + emulator.changes().containerCount();
    }

    /** Two writers add, and containers are killed at random moments between and within their invocations. */
    private static void killedForAWhile(Duration time) throws Exception {
        StreamOptions every = StreamOptions.builder().everyUpdate(100_000).build();
        Random random = new Random(7);
        try (TrebuchetClient observer = TrebuchetClient.connect(emulator.uri().toString());
                TrebuchetClient first = TrebuchetClient.connect(emulator.uri().toString());
                TrebuchetClient second = TrebuchetClient.connect(emulator.uri().toString())) {
            // One list after the other: the gateway carries states of 96 kB at most.
            List<ObservedList> lists = new ArrayList<>();
            for (long part = 0; part * PART.toNanos() < time.toNanos(); part++) {
                String name = "todos/killed-" + time.toSeconds() + "-" + part;
                lists.add(new ObservedList(name, ConcurrentHashMap.newKeySet(), new Heard()));
            }
            for (ObservedList list : lists) {
                observer.actor(list.name)
                        .observe("observeState", Object.class, every)
                        .listen(list.seen);
            }
            await().atMost(PATIENCE).until(() -> lists.stream()
                    .noneMatch(list -> list.seen.states().isEmpty()));
            long start = System.nanoTime();
            AtomicInteger unanswered = new AtomicInteger();
            AtomicInteger answered = new AtomicInteger();
            List<Thread> writers = new ArrayList<>();
            for (TrebuchetClient writer : List.of(first, second)) {
                String name = writer == first ? "first" : "second";
                writers.add(Thread.ofVirtual().start(() -> {
                    int part = 0;
                    for (int i = 0; ; i++) {
                        // A part is over when its time is, but not before it has changed, however slow the machine is.
                        while (part < lists.size()
                                && System.nanoTime() - start >= (part + 1) * PART.toNanos()
                                && !lists.get(part).acknowledged.isEmpty()) {
                            part++;
                        }
                        if (part == lists.size()) {
                            return;
                        }
                        ObservedList list = lists.get(part);
                        String title = name + "-" + i + ".";
                        try {
                            // A call whose container was killed hears nothing; the next one is another title.
                            writer.actor(list.name)
                                    .call("addTodo", Object.class, IMPATIENT, title)
                                    .get(20, TimeUnit.SECONDS);
                            list.acknowledged.add(title);
                            answered.incrementAndGet();
                        } catch (ExecutionException | TimeoutException e) {
                            unanswered.incrementAndGet();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                }));
            }
            int killed = 0;
            while (writers.stream().anyMatch(Thread::isAlive)) {
                FunctionHost host = random.nextBoolean() ? emulator.sockets() : emulator.changes();
                // On a busy machine containers would be killed sooner than they begin, and nothing would ever be
                // answered.
                int before = answered.get();
                await().atMost(PATIENCE)
                        .until(() -> writers.stream().noneMatch(Thread::isAlive)
                                || (host.begunCount() > 0 && answered.get() > before));
                await().pollDelay(Duration.ofMillis(500 + random.nextInt(2_500)))
                        .until(() -> true);
                killed += host.kill(MOMENTS.get(random.nextInt(MOMENTS.size())), 1);
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(killed).as("containers that were killed").isPositive();
            for (ObservedList list : lists) {
                assertThat(list.acknowledged).as(list.name).isNotEmpty();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(list.seen.end()).isNull();
                    String newest = list.seen.states().getLast();
                    assertThat(list.acknowledged).allMatch(title -> newest.contains("title=" + title));
                });
                list.seen.showsNothingTwiceOrOutOfOrder();
            }
            assertThat(emulator.source().droppedCount()).isZero();
            System.out.printf(
                    "%d s: %d containers killed, %d changes acknowledged, %d calls unanswered, %d states shown%n",
                    time.toSeconds(),
                    killed,
                    lists.stream().mapToInt(list -> list.acknowledged.size()).sum(),
                    unanswered.get(),
                    lists.stream().mapToInt(list -> list.seen.states().size()).sum());
        }
    }

    /** A list with the titles that its writers know to be stored. */
    private record ObservedList(String name, Set<String> acknowledged, Heard seen) {}

    @Test
    void killedContainersLoseNoAcknowledgedChange() throws Exception {
        killedForAWhile(Duration.ofSeconds(20));
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void killedContainersLoseNoAcknowledgedChangeInFiveMinutes() throws Exception {
        killedForAWhile(Duration.ofMinutes(5));
    }

    private static void increment(TrebuchetClient client) throws Exception {
        client.actor("counter").call("increment", Object.class, SENT_AGAIN).get(60, TimeUnit.SECONDS);
    }
}
