// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.TraceContext;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Generators of every message of the protocol and of its parts, for property tests of any module. */
public final class EnvelopeArbitraries {
    private EnvelopeArbitraries() {}

    /** Any message but an unknown one. */
    public static Arbitrary<Envelope> envelopes() {
        return Arbitraries.oneOf(List.of(
                invocations().map(Envelope.class::cast),
                responses().map(Envelope.class::cast),
                streamStarts().map(Envelope.class::cast),
                streamData().map(Envelope.class::cast),
                streamEnds().map(Envelope.class::cast),
                streamErrors().map(Envelope.class::cast),
                streamResumes().map(Envelope.class::cast),
                streamResumed().map(Envelope.class::cast),
                streamUpdates().map(Envelope.class::cast),
                streamUpdated().map(Envelope.class::cast),
                heartbeats().map(Envelope.class::cast)));
    }

    public static Arbitrary<InvocationEnvelope> invocations() {
        Arbitrary<InvocationEnvelope.Ext> ext = Combinators.combine(profiles(), words(), millis().injectNull(0.5))
                .as(InvocationEnvelope.Ext::new);
        return Combinators.combine(
                        uuids(),
                        actorIds(),
                        texts(),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        texts().list().ofMaxSize(3),
                        bytes().list().ofMaxSize(3),
                        Combinators.combine(
                                        streamFilters().injectNull(0.5),
                                        traceContexts().injectNull(0.5),
                                        ext.injectNull(0.5))
                                .as(InvocationOptionals::new))
                .as((call, actor, target, version, generics, arguments, optionals) -> new InvocationEnvelope(
                        call,
                        actor,
                        target,
                        version,
                        generics,
                        arguments,
                        optionals.filter(),
                        optionals.trace(),
                        optionals.ext()));
    }

    public static Arbitrary<ResponseEnvelope> responses() {
        return Combinators.combine(uuids(), bytes().injectNull(0.3), texts().injectNull(0.3))
                .as(ResponseEnvelope::new);
    }

    public static Arbitrary<StreamStartEnvelope> streamStarts() {
        Arbitrary<StreamStartEnvelope.Ext> ext = Combinators.combine(
                        profiles(),
                        texts(),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        millis(),
                        texts().injectNull(0.5),
                        millis().injectNull(0.5))
                .as(StreamStartEnvelope.Ext::new);
        return Combinators.combine(
                        uuids(), uuids(), actorIds(), texts(), streamFilters().injectNull(0.5), ext.injectNull(0.5))
                .as(StreamStartEnvelope::new);
    }

    public static Arbitrary<StreamDataEnvelope> streamData() {
        Arbitrary<StreamDataEnvelope.LeftOut> leftOut =
                Combinators.combine(millis(), millis()).as(StreamDataEnvelope.LeftOut::new);
        Arbitrary<StreamDataEnvelope.Ext> ext = Combinators.combine(
                        sequences().injectNull(0.4),
                        sequences().injectNull(0.4),
                        texts().injectNull(0.4),
                        leftOut.injectNull(0.4))
                .as(StreamDataEnvelope.Ext::new);
        return Combinators.combine(uuids(), sequences(), bytes(), wholeSeconds(), ext.injectNull(0.5))
                .as(StreamDataEnvelope::new);
    }

    public static Arbitrary<StreamEndEnvelope> streamEnds() {
        return Combinators.combine(uuids(), Arbitraries.of(StreamEndReason.class))
                .as(StreamEndEnvelope::new);
    }

    public static Arbitrary<StreamErrorEnvelope> streamErrors() {
        return Combinators.combine(uuids(), texts()).as(StreamErrorEnvelope::new);
    }

    public static Arbitrary<StreamResumeEnvelope> streamResumes() {
        Arbitrary<StreamResumeEnvelope.Ext> ext = Combinators.combine(
                        Combinators.combine(profiles(), texts().injectNull(0.3), uuids(), actorIds())
                                .as(ResumeStart::new),
                        streamFilters().injectNull(0.5),
                        bytes().list().ofMaxSize(3),
                        words(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        millis().injectNull(0.3))
                .as((start, filter, arguments, delta, haveBase, full, heartbeat) -> new StreamResumeEnvelope.Ext(
                        start.profile(),
                        start.epoch(),
                        start.callID(),
                        start.invoked(),
                        filter,
                        arguments,
                        delta,
                        haveBase,
                        full,
                        heartbeat));
        return Combinators.combine(uuids(), sequences(), actorIds(), texts(), ext.injectNull(0.4))
                .as(StreamResumeEnvelope::new);
    }

    public static Arbitrary<StreamResumedEnvelope> streamResumed() {
        Arbitrary<Long> sequence = sequences().injectNull(0.3);
        return Combinators.combine(
                        Combinators.combine(uuids(), uuids()).as(UuidPair::new),
                        texts(),
                        Arbitraries.of(ResumeOutcome.class),
                        Arbitraries.of(RestartReason.class).injectNull(0.3),
                        sequence,
                        sequence,
                        sequence,
                        sequence)
                .as((ids, epoch, outcome, reason, from, to, oldest, newest) -> new StreamResumedEnvelope(
                        ids.first(),
                        ids.second(),
                        epoch,
                        outcome,
                        reason,
                        from,
                        to,
                        oldest,
                        newest,
                        // Of what there is, since no more can be combined.
                        outcome == ResumeOutcome.REPLAYED ? "json-patch" : null));
    }

    public static Arbitrary<StreamUpdateEnvelope> streamUpdates() {
        return Combinators.combine(uuids(), streamFilters().injectNull(0.3)).as(StreamUpdateEnvelope::new);
    }

    public static Arbitrary<StreamUpdatedEnvelope> streamUpdated() {
        return Combinators.combine(uuids(), sequences()).as(StreamUpdatedEnvelope::new);
    }

    public static Arbitrary<HeartbeatEnvelope> heartbeats() {
        return Arbitraries.maps(uuids(), sequences()).ofMaxSize(10).map(HeartbeatEnvelope::new);
    }

    public static Arbitrary<StateDelta> stateDeltas() {
        return Combinators.combine(Arbitraries.of(true, false), bytes()).as(StateDelta::new);
    }

    public static Arbitrary<ActorId> actorIds() {
        return Combinators.combine(
                        texts(),
                        texts().injectNull(0.3),
                        Arbitraries.integers().between(0, 65_535).injectNull(0.3))
                .as(ActorId::new);
    }

    public static Arbitrary<TraceContext> traceContexts() {
        return Combinators.combine(uuids(), uuids(), uuids().injectNull(0.5)).as(TraceContext::new);
    }

    public static Arbitrary<StreamFilter> streamFilters() {
        Arbitrary<Map<String, String>> parameters =
                Arbitraries.maps(texts(), texts()).ofMaxSize(4);
        return Combinators.combine(
                        Arbitraries.of(StreamFilter.Type.class), texts().injectNull(0.3), parameters.injectNull(0.3))
                .as(StreamFilter::new);
    }

    /** Unsigned: half of them near a limit of long, unsigned long or double. */
    public static Arbitrary<Long> sequences() {
        return Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, 2L, 100L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L),
                Arbitraries.longs());
    }

    /** Empty, JSON, any bytes, and now and then more than a buffer of the reader holds. */
    public static Arbitrary<Bytes> bytes() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(Bytes.empty(), Bytes.utf8("null"), Bytes.utf8("{\"a\":[1]}"))),
                Tuple.of(
                        6, Arbitraries.bytes().array(byte[].class).ofMaxSize(80).map(Bytes::wrap)),
                Tuple.of(1, Arbitraries.integers().between(4_000, 50_000).map(EnvelopeArbitraries::filled)));
    }

    /** Unicode of every plane, quotes, slashes, control characters; no lone surrogates, which can't travel. */
    public static Arbitrary<String> texts() {
        Arbitrary<Integer> codePoint = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0x20, 0x7E)),
                Tuple.of(2, Arbitraries.of(0, 0x1F, 0x7F, (int) '"', (int) '/', (int) '\\', 0x2028, 0xFFFD)),
                Tuple.of(2, Arbitraries.integers().between(0x80, 0xD7FF)),
                Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
                Tuple.of(2, Arbitraries.integers().between(0x1_0000, 0x10_FFFF)));
        return codePoint.list().ofMaxSize(20).map(points -> points.stream()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    public static Arbitrary<UUID> uuids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }

    /** Of the years 0 to 9999, without a fraction, as they travel. */
    public static Arbitrary<Instant> wholeSeconds() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    private static Arbitrary<Integer> profiles() {
        return Arbitraries.integers().between(1, 3);
    }

    private static Arbitrary<List<String>> words() {
        return Arbitraries.oneOf(
                Arbitraries.just(List.of("json-patch")), texts().list().ofMaxSize(3));
    }

    private static Arbitrary<Long> millis() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE);
    }

    private static Bytes filled(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return Bytes.wrap(bytes);
    }

    private record InvocationOptionals(
            @Nullable StreamFilter filter, @Nullable TraceContext trace, InvocationEnvelope.@Nullable Ext ext) {}

    private record ResumeStart(int profile, @Nullable String epoch, UUID callID, ActorId invoked) {}

    private record UuidPair(UUID first, UUID second) {}
}
