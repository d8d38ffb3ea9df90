// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What passes over the lines: it notes which state the server gave which number, and loses, doubles and delays single messages, as
 * TCP can't but a broken gateway can.
 */
final class Wire {
    /** One in so many messages is overtaken by the next one, where lines swap them. */
    private static final int SWAPPED_ONE_IN = 6;

    private static final String VERSION_CHANGE = "\"path\":\"/version\",\"value\":";

    private final StateDeltaCodec deltas = new StateDeltaCodec(WireLimits.DEFAULT);
    private final SimulatedWorld world;
    private final FaultCounts counts;
    private final RandomGenerator random;
    private final Mutant mutant;
    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final Map<UUID, Map<Long, Sent>> sent = new HashMap<>();
    private final Map<UUID, String> owners = new HashMap<>();
    private final Map<UUID, Long> saidNothingPasses = new HashMap<>();
    private double faultRate;
    private boolean swaps;
    private final WholeStreams whole = new WholeStreams();
    private final Map<UUID, Long> askedFrom = new HashMap<>();
    /** The line on which each stream goes on: a node may not have heard of the end of another one. */
    private final Map<UUID, SimulatedLine> bound = new HashMap<>();

    private boolean lostControl;
    private boolean numbersAnew;

    /**
     * What the server sent under a number.
     *
     * @param version of the state
     * @param skipped how many numbers before it the server declared as left out
     * @param at when
     */
    record Sent(long version, long skipped, long at) {}

    /**
     * A message that arrives.
     *
     * @param delay 0 for in order, or how long it takes, whatever overtakes it
     * @param overtaken whether the next one that is in order arrives before it
     */
    record Copy(Bytes message, long delay, boolean overtaken) {
        Copy(Bytes message, long delay) {
            this(message, delay, false);
        }
    }

    Wire(SimulatedWorld world, FaultCounts counts, Mutant mutant) {
        this.world = world;
        this.counts = counts;
        this.mutant = mutant;
        this.random = world.newRandom();
    }

    /** From now on this part of the messages is lost, doubled or delayed. */
    void faultRate(double rate) {
        faultRate = rate;
    }

    /** From now on neighbouring messages to clients may change places, or may not. */
    void swaps(boolean now) {
        swaps = now;
    }

    /** From now on another node may give the numbers after that of a resume to other states: nobody goes on with those it replaces. */
    void numbersAnew(boolean anew) {
        numbersAnew = anew;
    }

    /** Returns whether anything but an update was lost on a line that lived on. */
    boolean hasLostControl() {
        return lostControl;
    }

    /** What the server sent first under this number; null for nothing. */
    @Nullable
    Sent sent(UUID streamId, long sequence) {
        return sent.getOrDefault(streamId, Map.of()).get(sequence);
    }

    /** When the server said that nothing passes the stream's filter; null for never. */
    @Nullable
    Long saidNothingPasses(UUID streamId) {
        return saidNothingPasses.get(streamId);
    }

    /** The newest number that the server sent; 0 for none. */
    long newestSent(UUID streamId) {
        return sent.getOrDefault(streamId, Map.of()).keySet().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    List<Copy> pass(SimulatedLine line, boolean towardsClient, Bytes message) {
        if (!towardsClient) {
            if (decode(message) instanceof StreamResumeEnvelope resume) {
                askedFrom.put(resume.streamID(), resume.lastSequence());
                // A first state that does not come at all was lost by the server, and leaves no gap in what it sends.
                boolean wantsMore = resume.lastSequence() != 0
                        && (resume.ext() == null || !resume.ext().full());
                if (wantsMore && whole.isWhole(resume.streamID(), line)) {
                    throw new Violation(line.name() + " carries a question for what came after #"
                            + resume.lastSequence() + " of " + resume.streamID()
                            + ", of which it has lost and delayed nothing");
                }
            }
            if (world.isTraced()) {
                world.say("client", () -> line.name() + " " + Describe.envelope(decode(message)));
            }
            Bytes arriving = message;
            if (mutant != Mutant.NONE) {
                Envelope original = decode(message);
                Envelope changed = mutant.onTheWayBack(original, line.isSuccessor());
                if (changed == null) {
                    return List.of();
                }
                arriving = changed == original ? message : codec.encode(changed);
            }
            return isSpared() ? List.of(new Copy(arriving, 0)) : loseControl(line);
        }
        Envelope original = decode(message);
        whole.sends(line, original);
        world.say("server", () -> line.name() + " " + Describe.envelope(original));
        if (original instanceof StreamStartEnvelope start) {
            owners.put(start.streamID(), String.valueOf(line.principal()));
            bound.put(start.streamID(), line);
        } else if (numbersAnew
                && original instanceof StreamResumedEnvelope resumed
                && resumed.outcome() != ResumeOutcome.RESTARTED) {
            // Whoever has the cursor may ask for the same part of the log; whether he may see it is decided anew.
            owners.put(resumed.streamID(), String.valueOf(line.principal()));
            bound.put(resumed.streamID(), line);
            long from = askedFrom.getOrDefault(resumed.streamID(), 0L);
            sent.getOrDefault(resumed.streamID(), new HashMap<>()).keySet().removeIf(number -> number > from);
        } else if (original instanceof StreamDataEnvelope data
                && (!numbersAnew || line == bound.getOrDefault(data.streamID(), line))) {
            note(data);
            String owner = owners.get(data.streamID());
            if (owner != null && !owner.equals(line.principal())) {
                throw new Violation("a stream of " + owner + " was sent to " + line.principal() + " on " + line.name());
            }
        }
        if (original instanceof HeartbeatEnvelope heartbeat) {
            heartbeat.streams().forEach((stream, newest) -> {
                if (newest == 0) {
                    saidNothingPasses.putIfAbsent(stream, world.now());
                }
            });
        }
        Envelope envelope = mutant.onTheWay(original);
        if (envelope == null) {
            return List.of();
        }
        Bytes arriving = envelope == original ? message : codec.encode(envelope);
        // What a heartbeat has told is not told again, so that one is not lost beside the update that it tells of.
        if (isSpared() || envelope instanceof HeartbeatEnvelope) {
            return List.of(new Copy(arriving, 0, isOvertaken(line)));
        }
        return envelope instanceof StreamDataEnvelope ? injureUpdate(line, arriving) : loseControl(line);
    }

    private boolean isOvertaken(SimulatedLine line) {
        if (!swaps || random.nextInt(SWAPPED_ONE_IN) != 0) {
            return false;
        }
        counts.add(FaultKind.MESSAGE_SWAPPED);
        world.say("network", () -> line.name() + " lets the next one overtake that");
        return true;
    }

    private boolean isSpared() {
        return faultRate == 0 || random.nextDouble() >= faultRate;
    }

    private List<Copy> loseControl(SimulatedLine line) {
        lostControl = true;
        return lose(line);
    }

    private List<Copy> lose(SimulatedLine line) {
        counts.add(FaultKind.MESSAGE_DROPPED);
        whole.injured(line);
        world.say("network", () -> line.name() + " loses that");
        return List.of();
    }

    private List<Copy> injureUpdate(SimulatedLine line, Bytes message) {
        int choice = random.nextInt(3);
        if (choice == 0) {
            return lose(line);
        }
        whole.injured(line);
        long delay = random.nextLong(500 * SimulatedWorld.MILLISECOND);
        if (choice == 1) {
            counts.add(FaultKind.UPDATE_DUPLICATED);
            world.say("network", () -> line.name() + " doubles that");
            return List.of(new Copy(message, 0), new Copy(message, delay + 1));
        }
        counts.add(FaultKind.UPDATE_DELAYED);
        world.say("network", () -> line.name() + " delays that");
        return List.of(new Copy(message, delay + 1));
    }

    private void note(StreamDataEnvelope data) {
        var ext = data.ext();
        long skipped = ext == null || ext.skipped() == null ? 0 : ext.skipped();
        Map<Long, Sent> numbers = sent.computeIfAbsent(data.streamID(), id -> new HashMap<>());
        Long version = version(data, numbers);
        if (version == null) {
            return;
        }
        Sent now = new Sent(version, skipped, world.now());
        Sent before = numbers.putIfAbsent(data.sequenceNumber(), now);
        if (before != null && before.version() != now.version()) {
            throw new Violation("the server gave number " + data.sequenceNumber() + " of " + data.streamID()
                    + " to version " + before.version() + " and to version " + now.version());
        }
    }

    /**
     * Of the state that it carries, or of the change that it makes to one that was sent before. Null where that one was lost before
     * it came here: nobody can use the change before both are sent again.
     */
    private @Nullable Long version(StreamDataEnvelope data, Map<Long, Sent> numbers) {
        if (!data.data().utf8().startsWith("{\"isFull\"")) {
            return version(data.data());
        }
        StateDelta delta;
        try {
            delta = deltas.decode(data.data());
        } catch (WireException e) {
            throw new Violation("a change that can't be read was sent: " + e.getMessage());
        }
        if (delta.isFull()) {
            return version(delta.data());
        }
        String patch = delta.data().utf8();
        int at = patch.indexOf(VERSION_CHANGE);
        Long base = data.ext() == null ? null : data.ext().base();
        Sent from = base == null ? null : numbers.get(base);
        return at < 0
                ? (from == null ? null : (Long) from.version())
                : (Long) Long.parseLong(patch.substring(at + VERSION_CHANGE.length(), patch.indexOf('}', at)));
    }

    /** Read by hand: it is done for each message. */
    static long version(Bytes state) {
        String json = new String(state.unsafeArray(), StandardCharsets.UTF_8);
        int from = json.indexOf(':') + 1;
        return Long.parseLong(json.substring(from, json.indexOf(',', from)));
    }

    private Envelope decode(Bytes message) {
        try {
            return codec.decode(message);
        } catch (WireException e) {
            throw new Violation("a message that can't be read was sent: " + e.getMessage());
        }
    }
}
