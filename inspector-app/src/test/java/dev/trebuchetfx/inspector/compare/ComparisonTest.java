// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.RandomFaults;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.compare.Divergence.Kind;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final Pattern ID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    private static List<CapturedEvent> events(int seed, boolean extended) {
        FaultModel model = new FaultModel(extended);
        Random random = new Random(seed);
        EventLog log = ModelLog.of(
                extended ? RandomFaults.extended(model, random) : RandomFaults.version2(model, random), true);
        List<CapturedEvent> events = new ArrayList<>();
        LogCursor event = log.view().cursor();
        while (event.next()) {
            events.add(event.event());
        }
        return events;
    }

    private static Comparison.Side side(List<CapturedEvent> events) {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        events.forEach(log::append);
        return new Comparison.Side(
                log.view(), CaptureReport.of(log.view(), log.holes(), false).all(), event -> true);
    }

    private static Comparison compare(List<CapturedEvent> one, List<CapturedEvent> other) {
        return Comparison.of(side(one), side(other));
    }

    /** As another run of the same story would have been captured. */
    private static List<CapturedEvent> withOtherIdsAndTimes(List<CapturedEvent> events, Random random) {
        FrameEvents frames = new FrameEvents(0);
        long offset = random.nextLong(86_400_000_000_000L);
        List<CapturedEvent> copy = new ArrayList<>();
        for (CapturedEvent event : events) {
            offset += random.nextLong(1_000_000);
            long time = event.time() + offset;
            if (!event.kind().isMessage() || event.kind() == EventKind.UNDECODABLE) {
                copy.add(FrameEvents.control(
                        time, event.kind(), Objects.requireNonNull(event.connection()), event.flags(), event.body()));
            } else {
                String text = ID.matcher(event.body().utf8()).replaceAll(found -> other(found.group()));
                copy.add(frames.frame(
                        time, Objects.requireNonNull(event.connection()), event.flags() & 1, Bytes.utf8(text)));
            }
        }
        return copy;
    }

    private static String other(String id) {
        UUID known = UUID.fromString(id);
        return new UUID(known.getMostSignificantBits() ^ 0x1234_5678_9ABC_0000L, known.getLeastSignificantBits())
                .toString()
                .toUpperCase(java.util.Locale.ROOT);
    }

    private static int drawUpdate(List<CapturedEvent> events, Random random) {
        List<Integer> updates = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).kind() == EventKind.STREAM_DATA) {
                updates.add(i);
            }
        }
        return updates.get(random.nextInt(updates.size()));
    }

    private static StreamDataEnvelope data(CapturedEvent event) {
        try {
            return (StreamDataEnvelope) new EnvelopeCodec(WireLimits.DEFAULT).decode(event.body());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Divergence> divergences(Comparison comparison) {
        return comparison.streams().stream()
                .flatMap(stream -> stream.divergences().stream())
                .toList();
    }

    @Property(tries = 60)
    void aCaptureDoesNotPartFromItselfOrFromTheSameStoryUnderOtherIds(
            @ForAll @IntRange(max = 10_000) int seed, @ForAll boolean extended) {
        List<CapturedEvent> events = events(seed, extended);
        Comparison itself = compare(events, events);
        assertThat(itself.divergences()).isZero();
        assertThat(itself.sameLine()).isTrue();
        assertThat(itself.streams()).isNotEmpty().allMatch(StreamComparison::isSame);

        Comparison copy = compare(events, withOtherIdsAndTimes(events, new Random(seed)));
        assertThat(divergences(copy)).isEmpty();
        assertThat(copy.sameLine()).isFalse();
        assertThat(copy.streams()).hasSameSizeAs(itself.streams()).allMatch(StreamComparison::isSame);
    }

    @Property(tries = 120)
    void anUpdateThatIsDroppedIsFoundAtItsPlace(
            @ForAll @IntRange(max = 10_000) int seed, @ForAll boolean extended, @ForAll boolean otherIds) {
        List<CapturedEvent> events = events(seed, extended);
        Random random = new Random(seed);
        int at = drawUpdate(events, random);
        StreamDataEnvelope dropped = data(events.get(at));
        List<CapturedEvent> fewer = new ArrayList<>(events);
        fewer.remove(at);
        Comparison found = compare(events, otherIds ? withOtherIdsAndTimes(fewer, random) : fewer);
        assertThat(divergences(found)).singleElement().satisfies(divergence -> {
            assertThat(divergence.kind()).isIn(Kind.ADDED, Kind.COPIES);
            assertThat(divergence.streamID()).isEqualTo(dropped.streamID());
            assertThat(divergence.from()).isEqualTo(dropped.sequenceNumber());
            assertThat(divergence.to()).isEqualTo(dropped.sequenceNumber());
            assertThat(divergence.copies()).isEqualTo(divergence.otherCopies() + 1);
        });
        assertThat(divergences(compare(fewer, events)))
                .extracting(Divergence::from)
                .containsExactly(dropped.sequenceNumber());
    }

    @Property(tries = 120)
    void anUpdateThatIsChangedIsFoundAtItsPlace(
            @ForAll @IntRange(max = 10_000) int seed, @ForAll boolean extended, @ForAll boolean otherIds)
            throws Exception {
        List<CapturedEvent> events = events(seed, extended);
        Random random = new Random(seed);
        int at = drawUpdate(events, random);
        StreamDataEnvelope before = data(events.get(at));
        List<CapturedEvent> changed = new ArrayList<>(events);
        changed.set(at, changed(events.get(at), extended));
        Comparison found = compare(events, otherIds ? withOtherIdsAndTimes(changed, random) : changed);
        assertThat(divergences(found)).singleElement().satisfies(divergence -> {
            assertThat(divergence.kind()).isEqualTo(Kind.CHANGED);
            assertThat(divergence.streamID()).isEqualTo(before.streamID());
            assertThat(divergence.from()).isEqualTo(before.sequenceNumber());
            assertThat(divergence.path()).isIn("/n", null);
        });
    }

    /** Another number in the state; what follows sets its own. */
    private static CapturedEvent changed(CapturedEvent event, boolean extended) throws Exception {
        StreamDataEnvelope data = data(event);
        Bytes payload;
        if (extended) {
            StateDelta delta = DELTAS.decode(data.data());
            payload = DELTAS.encode(new StateDelta(delta.isFull(), otherNumber(delta.data())));
        } else {
            payload = otherNumber(data.data());
        }
        StreamDataEnvelope other =
                new StreamDataEnvelope(data.streamID(), data.sequenceNumber(), payload, data.timestamp(), data.ext());
        return new FrameEvents(0)
                .message(
                        event.time(),
                        Objects.requireNonNull(event.connection()),
                        event.flags() & 1,
                        other,
                        TestEncoder.encode(other));
    }

    private static Bytes otherNumber(Bytes json) {
        return Bytes.utf8(json.utf8().replaceFirst("(\"n\"|\"value\"):(\\d+)", "$1:9$2"));
    }

    @Test
    void aStreamThatOnlyOneHasIsOnePlace() {
        FaultModel one = new FaultModel(true).connect();
        one.open("todos", null);
        FaultModel two = new FaultModel(true).connect();
        two.open("todos", null);
        two.updates(two.open("prices", null), 3);
        Comparison comparison = compare(all(ModelLog.of(one, true)), all(ModelLog.of(two, true)));
        assertThat(comparison.divergences()).isEqualTo(1);
        assertThat(String.join("\n", ComparisonReport.lines(comparison, "a.tfx", "b.tfx", ZoneOffset.UTC)))
                .contains("they part at 1 place", "prices.observeState\n  only in b.tfx");
    }

    private static List<CapturedEvent> all(EventLog log) {
        List<CapturedEvent> events = new ArrayList<>();
        LogCursor event = log.view().cursor();
        while (event.next()) {
            events.add(event.event());
        }
        return events;
    }
}
