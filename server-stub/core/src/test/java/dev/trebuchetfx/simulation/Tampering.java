// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The ways in which a {@link Broken} copy changes what passes. */
final class Tampering {
    private Tampering() {}

    static Mutant onTheWay(EnvelopeChange change) {
        return new Mutant() {
            @Override
            public @Nullable Envelope onTheWay(Envelope envelope) {
                return change.apply(envelope);
            }
        };
    }

    static Mutant store(UnaryOperator<ActorStateStore> change) {
        return new Mutant() {
            @Override
            public ActorStateStore store(ActorStateStore store) {
                return change.apply(store);
            }
        };
    }

    static StateChangeSource deafToReconnects(StateChangeSource real) {
        return new StateChangeSource() {
            private boolean connected;

            @Override
            public void start(Listener listener) {
                real.start(new Listener() {
                    @Override
                    public void connected() {
                        if (!connected) {
                            connected = true;
                            listener.connected();
                        }
                    }

                    @Override
                    public void changed(StateChange change) {
                        listener.changed(change);
                    }

                    @Override
                    public void disconnected(String why) {}

                    @Override
                    public void malformed(String what) {
                        listener.malformed(what);
                    }
                });
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    static Mutant heard(EventChange change) {
        return new Mutant() {
            @Override
            public List<StreamEvent<Versioned>> heard(StreamEvent<Versioned> event) {
                return change.apply(event);
            }
        };
    }

    static StreamDataEnvelope skipping(StreamDataEnvelope data, long skipped) {
        return new StreamDataEnvelope(
                data.streamID(),
                data.sequenceNumber(),
                data.data(),
                data.timestamp(),
                new StreamDataEnvelope.Ext(null, skipped, null));
    }

    static StreamResumeEnvelope withCursor(StreamResumeEnvelope resume, StreamResumeEnvelope.Ext ext, String cursor) {
        return new StreamResumeEnvelope(
                resume.streamID(),
                resume.lastSequence(),
                resume.actorID(),
                resume.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        ext.profile(),
                        ext.epoch(),
                        ext.callID(),
                        ext.invokedActorID(),
                        ext.streamFilter(),
                        ext.arguments(),
                        ext.delta(),
                        ext.haveBase(),
                        ext.full(),
                        ext.heartbeatMillis(),
                        cursor));
    }

    static boolean isChange(StreamDataEnvelope data) {
        return data.ext() != null && data.ext().base() != null;
    }

    static StreamDataEnvelope inPlaceOf(StreamDataEnvelope before, StreamDataEnvelope data) {
        StreamDataEnvelope.Ext first = before.ext();
        StreamDataEnvelope.Ext ext = data.ext();
        long skipped = data.sequenceNumber()
                - before.sequenceNumber()
                + (first == null || first.skipped() == null ? 0 : first.skipped());
        return new StreamDataEnvelope(
                data.streamID(),
                data.sequenceNumber(),
                data.data(),
                data.timestamp(),
                new StreamDataEnvelope.Ext(
                        isChange(data) && first != null ? first.base() : null,
                        skipped,
                        ext == null ? null : ext.hash()));
    }

    @FunctionalInterface
    interface EnvelopeChange {
        @Nullable
        Envelope apply(Envelope envelope);
    }

    @FunctionalInterface
    interface EventChange {
        List<StreamEvent<Versioned>> apply(StreamEvent<Versioned> event);
    }

    /** A resume as of an update that was sent. */
    static StreamResumeEnvelope after(StreamDataEnvelope sent, StreamResumeEnvelope resume) {
        StreamResumeEnvelope.Ext ext = resume.ext();
        String cursor = sent.ext() == null ? null : sent.ext().cursor();
        StreamResumeEnvelope asked = ext == null || cursor == null ? resume : withCursor(resume, ext, cursor);
        return new StreamResumeEnvelope(
                asked.streamID(),
                Math.max(asked.lastSequence(), sent.sequenceNumber()),
                asked.actorID(),
                asked.targetIdentifier(),
                asked.ext());
    }
}
