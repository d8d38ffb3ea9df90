// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Sums whose deltas are what was added: one that is applied to another base, twice or not at all gives a sum that the server never
 * had. Whatever is lost, cut, evicted and restarted, each sum that is shown is one of the server's, in its order, and the last one is
 * the newest.
 */
class OwnDeltasPropertyTest {
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final ActorId REAL = new ActorId("0B8E6388-3E5D-4B12-862A-65CB0E34F68F", null, null);
    private static final int POISON = -1;

    /** The state. */
    record Sum(@JsonValue int value) implements DeltaCodable<Sum> {
        @Override
        public Optional<Sum> delta(Sum from) {
            return equals(from) ? Optional.empty() : Optional.of(new Sum(value - from.value));
        }

        @Override
        public Sum applying(Sum delta) {
            if (delta.value == POISON) {
                throw new IllegalStateException("a delta that can't be applied");
            }
            return new Sum(value + delta.value);
        }
    }

    /** What happens. */
    enum Step {
        CHANGE,
        CHANGE_IN_FULL,
        CHANGE_THAT_IS_LOST,
        CHANGE_WITH_A_DELTA_THAT_FAILS,
        SEND_AGAIN,
        ANSWER,
        CUT,
        RECONNECT,
        EVICT,
        RESTART,
        BEGIN_NEXT_WITH_A_DELTA,
        LOSE_THE_NEXT_FIRST,
        WAIT
    }

    /** A server with or without the extension; everything happens in the test's thread. */
    private static final class World {
        private final ManualTime time = new ManualTime();
        private final ScriptedServer line = new ScriptedServer();
        private final boolean extended;
        private final Random random;
        private final TrebuchetClient client;
        private final List<StreamEvent<Sum>> heard = new ArrayList<>();
        private final List<Integer> had = new ArrayList<>(List.of(1));
        private final List<Sent> buffer = new ArrayList<>();
        private String epoch = "epoch 1";
        private @Nullable UUID stream;
        private boolean bound;
        private boolean connected;
        private boolean rude;
        private boolean losesFirst;
        private int numbered;
        private int accepted;

        /** An update of the stream: what it leads to and what it adds. */
        private record Sent(long number, int state, int added, boolean full) {}

        World(boolean extended, GapPolicy gaps, long seed) {
            this.extended = extended;
            this.random = new Random(seed);
            client = TestClients.inCallingThread(time, line)
                    .backoff(BackoffPolicy.builder()
                            .between(Duration.ofSeconds(1), Duration.ofSeconds(2))
                            .resetAfter(Duration.ofSeconds(10))
                            .build())
                    .build();
            client.actor("sum")
                    .observe(
                            "observeState",
                            Sum.class,
                            StreamOptions.builder()
                                    .everyUpdate(100_000)
                                    .gaps(gaps)
                                    .deltas(Deltas.OWN)
                                    .build())
                    .listen(new StreamListener<>() {
                        @Override
                        public void onUpdate(StreamEvent.Update<Sum> update) {}

                        @Override
                        public void onEvent(StreamEvent<Sum> event) {
                            heard.add(event);
                        }
                    });
        }

        private int state() {
            return had.getLast();
        }

        void happens(Step step) {
            switch (step) {
                case CHANGE -> change(false, false, false);
                case CHANGE_IN_FULL -> change(true, false, false);
                case CHANGE_THAT_IS_LOST -> change(false, true, false);
                case CHANGE_WITH_A_DELTA_THAT_FAILS -> change(false, false, true);
                case SEND_AGAIN -> {
                    if (connected && bound && !buffer.isEmpty()) {
                        send(buffer.get(random.nextInt(buffer.size())), null);
                    }
                }
                case ANSWER -> answer();
                case CUT -> {
                    if (connected) {
                        connected = false;
                        bound = false;
                        line.lose("cut");
                    }
                }
                case RECONNECT -> connect();
                case EVICT -> buffer.subList(0, buffer.size() / 2).clear();
                case RESTART -> {
                    epoch = "epoch " + random.nextInt();
                    stream = null;
                    buffer.clear();
                    happens(Step.CUT);
                }
                case BEGIN_NEXT_WITH_A_DELTA -> rude = !extended;
                case LOSE_THE_NEXT_FIRST -> losesFirst = true;
                case WAIT -> time.advance(Duration.ofSeconds(random.nextInt(8)));
            }
        }

        private void connect() {
            if (connected) {
                return;
            }
            while (!(client.connectionState() instanceof ConnectionState.Connected)) {
                if (line.attempts().size() > accepted) {
                    // It may have been given up meanwhile.
                    accepted = line.attempts().size();
                    if (extended) {
                        line.acceptExtended();
                    } else {
                        line.acceptPlain();
                    }
                } else {
                    time.advance(Duration.ofMillis(100));
                }
            }
            connected = true;
        }

        private void change(boolean full, boolean lost, boolean fails) {
            int added = 1_000 + random.nextInt(1_000_000);
            had.add(state() + added);
            if (stream == null) {
                return;
            }
            Sent sent = new Sent(++numbered, state(), fails ? POISON : added, full);
            buffer.add(sent);
            if (connected && bound && !lost) {
                send(sent, null);
            }
        }

        private void send(Sent sent, @Nullable Boolean full) {
            boolean whole = full == null ? sent.full() : full;
            Bytes content = CODEC.encode(
                    new StateDelta(whole, Bytes.utf8(Integer.toString(whole ? sent.state() : sent.added()))));
            var ext = extended && !whole ? new StreamDataEnvelope.Ext(sent.number() - 1, null, null) : null;
            line.send(
                    new StreamDataEnvelope(Objects.requireNonNull(stream), sent.number(), content, Instant.EPOCH, ext));
        }

        void answer() {
            while (connected && !line.untaken().isEmpty()) {
                Envelope asked = line.take(Envelope.class);
                if (asked instanceof InvocationEnvelope invocation) {
                    begin(invocation.callID());
                } else if (asked instanceof StreamResumeEnvelope resume) {
                    resume(resume, Objects.requireNonNull(resume.ext()));
                }
            }
        }

        private void begin(UUID callID) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            stream = id;
            bound = true;
            buffer.clear();
            numbered = 1;
            var ext = extended ? new StreamStartEnvelope.Ext(1, epoch, 100, 300, "application", null) : null;
            line.send(new StreamStartEnvelope(id, callID, REAL, "observeState", null, ext));
            Sent first = new Sent(1, state(), 17, !rude);
            rude = false;
            buffer.add(first);
            if (!losesFirst) {
                send(first, null);
            }
            losesFirst = false;
        }

        private void resume(StreamResumeEnvelope resume, StreamResumeEnvelope.Ext ext) {
            List<Sent> missed = resume.streamID().equals(stream)
                    ? buffer.stream()
                            .filter(sent -> sent.number() > resume.lastSequence())
                            .toList()
                    : List.of();
            if (extended) {
                resumeExtended(resume, ext, missed);
            } else if (missed.isEmpty()) {
                begin(UUID.randomUUID());
            } else {
                // Live updates go on to the dead connection.
                bound = false;
                missed.forEach(sent -> send(sent, null));
            }
        }

        private void resumeExtended(StreamResumeEnvelope resume, StreamResumeEnvelope.Ext ext, List<Sent> missed) {
            long last = resume.lastSequence();
            boolean known = resume.streamID().equals(stream) && epoch.equals(ext.epoch());
            boolean current = known && last == numbered;
            boolean whole = known && missed.size() == numbered - last;
            boolean replayable = known && (current || whole);
            if (ext.full() || !replayable) {
                line.send(new StreamResumedEnvelope(
                        resume.streamID(),
                        ext.callID(),
                        epoch,
                        ResumeOutcome.RESTARTED,
                        ext.full() ? RestartReason.FULL : RestartReason.UNKNOWN,
                        null,
                        null,
                        null,
                        known ? Long.valueOf(numbered) : null));
                begin(ext.callID());
                return;
            }
            bound = true;
            line.send(new StreamResumedEnvelope(
                    resume.streamID(),
                    ext.callID(),
                    epoch,
                    current ? ResumeOutcome.CURRENT : ResumeOutcome.REPLAYED,
                    null,
                    current ? null : Long.valueOf(last + 1),
                    (long) numbered,
                    null,
                    (long) numbered,
                    "application"));
            for (int i = 0; i < missed.size(); i++) {
                send(missed.get(i), (i == 0 && !ext.haveBase()) ? Boolean.TRUE : null);
            }
        }

        /** No more faults: what is asked is answered, and changes go on. */
        void settle() {
            connect();
            for (int i = 0; i < 120; i++) {
                answer();
                time.advance(Duration.ofSeconds(1));
            }
            answer();
            change(true, false, false);
            answer();
            change(false, false, false);
            for (int i = 0; i < 60; i++) {
                answer();
                time.advance(Duration.ofSeconds(1));
            }
        }

        List<Integer> shown() {
            return heard.stream()
                    .filter(StreamEvent.Update.class::isInstance)
                    .map(event -> ((StreamEvent.Update<Sum>) event).value().value())
                    .toList();
        }

        Freshness freshness() {
            return heard.reversed().stream()
                    .filter(StreamEvent.FreshnessChanged.class::isInstance)
                    .map(event -> ((StreamEvent.FreshnessChanged<Sum>) event).freshness())
                    .findFirst()
                    .orElse(Freshness.CATCHING_UP);
        }
    }

    @Property(tries = 5_000)
    void whatIsShownIsAStateThatTheServerHad(
            @ForAll @Size(max = 60) List<Step> steps,
            @ForAll boolean extended,
            @ForAll boolean heals,
            @ForAll long seed) {
        World world = new World(extended, heals ? GapPolicy.HEAL : GapPolicy.NEWEST, seed);
        world.connect();
        world.answer();
        steps.forEach(world::happens);
        world.settle();

        int newest = 0;
        for (int shown : world.shown()) {
            int at = world.had.indexOf(shown);
            assertThat(at)
                    .as("%s is none of the server's %s, or older than one before, in %s", shown, world.had, world.heard)
                    .isGreaterThanOrEqualTo(newest);
            newest = at;
        }
        assertThat(world.shown().getLast()).isEqualTo(world.state());
        assertThat(world.freshness()).isEqualTo(Freshness.LIVE);
        world.client.close();
    }
}
