// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.FixedPeer.Answer;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that has the same answer to each message, whatever comes of it: no two messages may follow each other for ever without a pause. */
class EndlessAnswersTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** Twenty at once, and then two a second. */
    private static final int MOST_ASKED = 150;

    /** What nobody awaits is ended: a thousand at once, and then ten a second. */
    private static final int MOST_OTHERS = 1_700;

    private static final List<Answer> ANSWERS = List.of(Answer.values());

    /** Where the stream is when the peer begins to answer so. */
    enum Beginning {
        FRESH,
        LIVE,
        CUT,
        CHECKPOINT_WITHOUT_STATE
    }

    @Test
    void aCheckpointWithoutAStateAndAServerThatSendsNoFullOneIsInvokedAfresh() {
        assertThat(run(
                        Beginning.CHECKPOINT_WITHOUT_STATE,
                        StreamOptions.builder().deltas(Deltas.AUTOMATIC).build(),
                        true,
                        message -> List.of(
                                message instanceof StreamResumeEnvelope ? Answer.CURRENT_AS_ASKED : Answer.NOTHING)))
                .as("the resume, the one for the full state, and the invocation with its patience")
                .isLessThan(10);
    }

    @ParameterizedTest
    @EnumSource(Beginning.class)
    void eachAnswerToAnInvocationWithEachToAResume(Beginning beginning) {
        for (Answer toInvocation : ANSWERS) {
            for (Answer toResume : ANSWERS) {
                everyKind(beginning, message -> switch (message) {
                    case InvocationEnvelope invocation -> List.of(toInvocation, Answer.FIRST);
                    case StreamResumeEnvelope resume -> List.of(toResume);
                    default -> List.of();
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Beginning.class)
    void theSameTwoAnswersToEveryMessage(Beginning beginning) {
        for (Answer first : ANSWERS) {
            for (Answer second : ANSWERS) {
                everyKind(beginning, message -> List.of(first, second));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyAnswersToAnyMessage(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Map<String, List<Answer>> answers = Map.of(
                    "invocation",
                    some(random),
                    "streamResume",
                    some(random),
                    "streamEnd",
                    some(random),
                    "streamUpdate",
                    some(random));
            everyKind(
                    Beginning.values()[random.nextInt(Beginning.values().length)],
                    message -> answers.getOrDefault(message.type(), List.of()));
        }
    }

    private static List<Answer> some(Random random) {
        List<Answer> some = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            some.add(ANSWERS.get(random.nextInt(ANSWERS.size())));
        }
        return List.copyOf(some);
    }

    private static void everyKind(Beginning beginning, Function<Envelope, List<Answer>> answers) {
        run(beginning, StreamOptions.DEFAULT, true, answers);
        run(beginning, StreamOptions.builder().deltas(Deltas.AUTOMATIC).build(), true, answers);
        run(
                beginning,
                StreamOptions.builder()
                        .gaps(GapPolicy.NEWEST)
                        .deltas(Deltas.AUTOMATIC)
                        .build(),
                true,
                answers);
        run(beginning, StreamOptions.DEFAULT, false, answers);
    }

    /** How often the client asked within a minute. */
    private static int run(
            Beginning beginning, StreamOptions options, boolean extended, Function<Envelope, List<Answer>> answers) {
        ManualTime time = new ManualTime();
        ScriptedServer server = new ScriptedServer();
        CheckpointStore store = new InMemoryCheckpointStore();
        FixedPeer peer = new FixedPeer(server, answers);
        if (beginning == Beginning.CHECKPOINT_WITHOUT_STATE) {
            try (TrebuchetClient before = client(time, server, store)) {
                peer.has(live(server, before.actor("counter").observe("observeState", Integer.class, options)), 5);
            }
            store.save(store.load().iterator().next().withoutState());
        }
        try (TrebuchetClient client = client(time, server, store)) {
            ActorStream<Integer> stream;
            if (beginning == Beginning.LIVE || beginning == Beginning.CUT) {
                stream = client.actor("counter").observe("observeState", Integer.class, options);
                peer.has(live(server, stream), 5);
                if (beginning == Beginning.CUT) {
                    server.lose("cut");
                    time.advance(Duration.ofMillis(600));
                    accept(server, extended);
                }
            } else {
                stream = client.actor("counter").observe("observeState", Integer.class, options);
                stream.listen(event -> {});
                accept(server, extended);
            }
            if (beginning != Beginning.FRESH) {
                var unused = stream.changeFilter(StreamFilter.predefined("changed", Map.of()));
            }
            peer.answerFor(A_MINUTE, time, 3_000);
            assertThat(peer.asked()).as("asked by %s", beginning).isLessThan(MOST_ASKED);
            assertThat(peer.others()).as("said by %s", beginning).isLessThan(MOST_OTHERS);
            return peer.asked();
        }
    }

    private static TrebuchetClient client(ManualTime time, ScriptedServer server, CheckpointStore store) {
        return TestClients.inCallingThread(time, server).checkpoints(store).build();
    }

    private static void accept(ScriptedServer server, boolean extended) {
        if (extended) {
            server.acceptExtended();
        } else {
            server.acceptPlain();
        }
    }

    private static UUID live(ScriptedServer server, ActorStream<Integer> stream) {
        stream.listen(event -> {});
        server.acceptExtended();
        UUID id = new UUID(6, 6);
        server.send(ScriptedTest.start(id, server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        for (long i = 1; i <= 5; i++) {
            server.send(ScriptedTest.data(id, i));
        }
        return id;
    }
}
