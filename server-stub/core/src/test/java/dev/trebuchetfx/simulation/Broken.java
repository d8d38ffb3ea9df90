// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Copies of client and server, each of which breaks one rule. */
enum Broken implements Simulation.Mutants {
    /** The client takes any number as the next one: each jump looks declared. */
    NO_CONTIGUITY_CHECK {
        @Override
        public Mutant next() {
            return Tampering.onTheWay(envelope -> envelope instanceof StreamDataEnvelope data
                    ? Tampering.skipping(data, data.sequenceNumber())
                    : envelope);
        }
    },

    /** The server leaves out the first update of each replay and declares it as skipped, though it had been promised. */
    REPLAY_WITH_A_HOLE {
        @Override
        public Mutant next() {
            Map<UUID, Long> first = new HashMap<>();
            return Tampering.onTheWay(envelope -> {
                if (envelope instanceof StreamResumedEnvelope resumed && resumed.fromSequence() != null) {
                    first.put(resumed.streamID(), resumed.fromSequence());
                } else if (envelope instanceof StreamDataEnvelope data && first.containsKey(data.streamID())) {
                    long hole = first.get(data.streamID());
                    if (data.sequenceNumber() == hole) {
                        return null;
                    }
                    return data.sequenceNumber() == hole + 1 ? Tampering.skipping(data, 1) : data;
                }
                return envelope;
            });
        }
    },

    /** The server says that nothing was missed, whatever was, with numbers that fit, and replays nothing. */
    ALWAYS_CURRENT {
        @Override
        public Mutant next() {
            Map<UUID, Long> silentUpTo = new HashMap<>();
            return Tampering.onTheWay(envelope -> switch (envelope) {
                case StreamResumedEnvelope resumed
                when resumed.fromSequence() != null && resumed.toSequence() != null -> {
                    silentUpTo.put(resumed.streamID(), resumed.toSequence());
                    long position = resumed.fromSequence() - 1;
                    yield new StreamResumedEnvelope(
                            resumed.streamID(),
                            resumed.callID(),
                            resumed.epoch(),
                            ResumeOutcome.CURRENT,
                            null,
                            null,
                            position,
                            null,
                            position);
                }
                case StreamDataEnvelope data
                when data.sequenceNumber() <= silentUpTo.getOrDefault(data.streamID(), 0L) -> null;
                default -> envelope;
            });
        }
    },

    /** Every third change of a state is left out, and the next one told as a change of the state before it. */
    WRONG_BASE {
        @Override
        public Mutant next() {
            Map<UUID, StreamDataEnvelope> leftOut = new HashMap<>();
            int[] changes = {0};
            return Tampering.onTheWay(envelope -> {
                if (!(envelope instanceof StreamDataEnvelope data)) {
                    return envelope;
                }
                StreamDataEnvelope before = leftOut.remove(data.streamID());
                if (before != null) {
                    return Tampering.inPlaceOf(before, data);
                }
                if (Tampering.isChange(data) && ++changes[0] % 3 == 0) {
                    leftOut.put(data.streamID(), data);
                    return null;
                }
                return data;
            });
        }
    },

    /** From some time on the server accepts streams, but never says that they have started. */
    NO_START {
        @Override
        public Mutant next() {
            int[] starts = {0};
            return Tampering.onTheWay(
                    envelope -> envelope instanceof StreamStartEnvelope && ++starts[0] > 5 ? null : envelope);
        }
    },

    /** The server takes everybody for the same one, and lets whoever asks go on with a stream. */
    EVERYBODY_IS_ANN {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public Map<String, String> shownTo(Map<String, String> headers) {
                    Map<String, String> same = new HashMap<>(headers);
                    same.put("authorization", "Bearer " + Principals.tokenOf("ann"));
                    return same;
                }
            };
        }
    },

    /** The client forgets to tell the server that it closed a stream. */
    NO_UNSUBSCRIBE {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public @Nullable Envelope onTheWayBack(Envelope envelope) {
                    return envelope instanceof StreamEndEnvelope ? null : envelope;
                }
            };
        }
    },

    /** Timers of the client fire though they were cancelled. */
    NO_CANCEL {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public boolean forgetsToCancel() {
                    return true;
                }
            };
        }
    },

    /** A listener is shown an older state once more, after a newer one. */
    LATE_FRAME_SHOWN {
        @Override
        public Mutant next() {
            return new Mutant() {
                private StreamEvent.@Nullable Update<Versioned> kept;
                private int updates;

                @Override
                public List<StreamEvent<Versioned>> heard(StreamEvent<Versioned> event) {
                    if (event instanceof StreamEvent.Update<Versioned> update) {
                        var late = kept;
                        kept = update;
                        if (late != null && ++updates % 100 == 0) {
                            return List.of(event, late);
                        }
                    }
                    return List.of(event);
                }
            };
        }
    },

    /** A gap that could not be healed is not told. */
    SILENT_GAP {
        @Override
        public Mutant next() {
            return Tampering.heard(event ->
                    event instanceof StreamEvent.Gap<Versioned>(var gap) && !gap.healed() ? List.of() : List.of(event));
        }
    },

    /** A gap is told where there is none. */
    FALSE_GAP {
        @Override
        public Mutant next() {
            return Tampering.heard(
                    event -> event instanceof StreamEvent.Update<Versioned> update && update.sequence() % 50 == 0
                            ? List.of(
                                    event,
                                    new StreamEvent.Gap<>(new GapReport(
                                            update.streamID(),
                                            update.sequence(),
                                            update.sequence(),
                                            GapReport.Cause.JUMPED,
                                            false)))
                            : List.of(event));
        }
    },

    /** A gap is called healed though it is not. */
    HEALED_IN_NAME_ONLY {
        @Override
        public Mutant next() {
            return Tampering.heard(event -> event instanceof StreamEvent.Gap<Versioned>(var gap)
                    ? List.of(new StreamEvent.Gap<>(
                            new GapReport(gap.streamID(), gap.fromSequence(), gap.toSequence(), gap.cause(), true)))
                    : List.of(event));
        }
    },

    /** What was conflated is not counted. */
    UNCOUNTED_CONFLATION {
        @Override
        public Mutant next() {
            return Tampering.heard(event -> event instanceof StreamEvent.Update<Versioned> u
                    ? List.of(new StreamEvent.Update<>(
                            u.streamID(), u.sequence(), u.kind(), u.value(), u.serverTime(), 0))
                    : List.of(event));
        }
    },

    /** A position is kept that the subscriber has not come to yet. */
    KEPT_TOO_EARLY {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public StoredCheckpoint kept(StoredCheckpoint checkpoint) {
                    StreamCheckpoint position = checkpoint.position();
                    return new StoredCheckpoint(
                            checkpoint.key(),
                            position.advancedTo(position.lastSequence() + 1, position.timestamp()),
                            checkpoint.resumable(),
                            checkpoint.lastState(),
                            checkpoint.savedAt());
                }
            };
        }
    },

    /** What an earlier process has left is called live. */
    STORED_STATE_LIVE {
        @Override
        public Mutant next() {
            return Tampering.heard(event -> event instanceof StreamEvent.FreshnessChanged<Versioned> changed
                            && changed.why().startsWith("the last known state")
                    ? List.of(new StreamEvent.FreshnessChanged<>(Freshness.LIVE, changed.why()))
                    : List.of(event));
        }
    },

    /** The client shows the token that it was given once, whatever is said of it. */
    SAME_TOKEN_FOREVER {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public Supplier<String> asked(Supplier<String> application) {
                    return new Supplier<>() {
                        private @Nullable String given;

                        @Override
                        public String get() {
                            if (given == null) {
                                given = application.get();
                            }
                            return given;
                        }
                    };
                }
            };
        }
    },

    /** A node stores its state whatever another one has stored meanwhile. */
    SAVE_WITHOUT_VERSION {
        @Override
        public Mutant next() {
            return Tampering.store(real -> new ForwardingStore(real) {
                @Override
                public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
                    StateVersion newest = newestVersions(List.of(actor)).get(actor);
                    return super.saveIfVersion(actor, newest, write);
                }
            });
        }
    },

    /** A node shows and answers what it has not stored: whether the write succeeds is not awaited. */
    STREAM_BEFORE_SAVE {
        @Override
        public Mutant next() {
            return Tampering.store(real -> new ForwardingStore(real) {
                @Override
                public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
                    try {
                        return super.saveIfVersion(actor, expected, write);
                    } catch (StateStoreException notKnown) {
                        StateVersion version = expected == null
                                ? new StateVersion(write.writeId(), 1)
                                : new StateVersion(expected.generation(), expected.number() + 1);
                        return new StoredState(version, write.writeId(), write.schema(), write.json(), Instant.EPOCH);
                    }
                }
            });
        }
    },

    /** A node does not look whether a write of unknown outcome, or a call that is sent again, was done. */
    NO_LOOK_FOR_THE_WRITE {
        @Override
        public Mutant next() {
            return Tampering.store(real -> new ForwardingStore(real) {
                @Override
                public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
                    return null;
                }
            });
        }
    },

    /** A node does not read what it missed after its line to the database was lost. */
    NO_CATCH_UP {
        @Override
        public Mutant next() {
            return Tampering.store(real -> new ForwardingStore(real) {
                @Override
                public StateChangeSource changes() {
                    return Tampering.deafToReconnects(super.changes());
                }
            });
        }
    },

    /** The client takes over the cursor of a heartbeat though it lacks updates before it. */
    CURSOR_TOO_EARLY {
        @Override
        public Mutant next() {
            return new Mutant() {
                private final Map<UUID, String> newest = new HashMap<>();

                @Override
                public Envelope onTheWay(Envelope envelope) {
                    if (envelope instanceof StreamDataEnvelope data
                            && data.ext() != null
                            && data.ext().cursor() != null) {
                        newest.put(data.streamID(), data.ext().cursor());
                    } else if (envelope instanceof HeartbeatEnvelope heartbeat && heartbeat.ext() != null) {
                        newest.putAll(heartbeat.ext().cursors());
                    }
                    return envelope;
                }

                @Override
                public Envelope onTheWayBack(Envelope envelope) {
                    if (envelope instanceof StreamResumeEnvelope resume && resume.ext() != null) {
                        String cursor = newest.get(resume.streamID());
                        return cursor == null ? envelope : Tampering.withCursor(resume, resume.ext(), cursor);
                    }
                    return envelope;
                }
            };
        }
    },

    /** A kept change is written as never sent, though it may have been. */
    KEPT_AS_NEVER_SENT {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public StoredCheckpoint kept(StoredCheckpoint checkpoint) {
                    StoredCheckpoint.LastState state = checkpoint.lastState();
                    if (!checkpoint.key().isOfCall() || state == null) {
                        return checkpoint;
                    }
                    String json = new String(state.json().toByteArray(), StandardCharsets.UTF_8);
                    return new StoredCheckpoint(
                            checkpoint.key(),
                            checkpoint.position(),
                            checkpoint.resumable(),
                            new StoredCheckpoint.LastState(
                                    Bytes.utf8(json.replace("sentAt", "ignored")), state.serverTime()),
                            checkpoint.savedAt());
                }
            };
        }
    },

    /** A listener is not told that the line was lost. */
    NEVER_STALE {
        @Override
        public Mutant next() {
            return Tampering.heard(event -> event instanceof StreamEvent.FreshnessChanged<Versioned> changed
                            && changed.freshness() != Freshness.LIVE
                    ? List.of()
                    : List.of(event));
        }
    },

    /** A client does not wait for what was merely overtaken. */
    NO_PATIENCE_WITH_SWAPS {
        @Override
        public Mutant next() {
            return new Mutant() {
                @Override
                public LineOptions line(LineOptions options) {
                    return options.toBuilder().reorderWait(Duration.ZERO).build();
                }
            };
        }
    },

    /** A client that goes on with another line takes for received what was under way on the one before. */
    SUCCESSOR_SKIPS_WHAT_IS_UNDER_WAY {
        @Override
        public Mutant next() {
            return new Mutant() {
                private final Map<UUID, StreamDataEnvelope> newest = new HashMap<>();

                @Override
                public Envelope onTheWay(Envelope envelope) {
                    if (envelope instanceof StreamDataEnvelope data) {
                        newest.put(data.streamID(), data);
                    }
                    return envelope;
                }

                @Override
                public Envelope onTheWayBack(Envelope envelope, boolean onSuccessor) {
                    StreamDataEnvelope sent = onSuccessor && envelope instanceof StreamResumeEnvelope resume
                            ? newest.remove(resume.streamID())
                            : null;
                    return sent == null ? envelope : Tampering.after(sent, (StreamResumeEnvelope) envelope);
                }
            };
        }
    };
}
