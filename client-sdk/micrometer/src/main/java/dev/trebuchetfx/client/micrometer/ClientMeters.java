// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.micrometer;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of one client, whose names begin with {@code trebuchet.client}; docs/errors.md lists them. Bind them with
 * {@code new ClientMeters(client, tags).bindTo(registry)}; they count until {@link #close}, or until the client is closed.
 *
 * <p>Safe for use by any thread. The meters have no tag whose values a server chooses, so that no server can fill a registry.
 */
public final class ClientMeters implements MeterBinder, AutoCloseable {
    private static final String PREFIX = "trebuchet.client.";

    private final TrebuchetClient client;
    private final List<Tag> tags;
    private final Set<Registration> taps = ConcurrentHashMap.newKeySet();

    /**
     * Creates meters that are not bound yet.
     *
     * @param tags the tags of all meters, which tell the client from others
     */
    public ClientMeters(TrebuchetClient client, Iterable<Tag> tags) {
        this.client = client;
        this.tags = Tags.of(tags).stream().toList();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        taps.add(client.taps().attach(new Counting(registry, tags)));
    }

    /** Ends the counting. The registry keeps the meters. */
    @Override
    public void close() {
        taps.forEach(Registration::close);
        taps.clear();
    }

    /** A tap that counts. Its sets and counters are safe for use by any thread, since the registry reads the gauges. */
    private static final class Counting implements Tap {
        private final MeterRegistry registry;
        private final List<Tag> tags;
        private final Set<Integer> open = ConcurrentHashMap.newKeySet();
        private final Set<Integer> stale = ConcurrentHashMap.newKeySet();
        private final Counter sentMessages;
        private final Counter receivedMessages;
        private final Counter sentBytes;
        private final Counter receivedBytes;
        private final Counter liveUpdates;
        private final Counter replayedUpdates;
        private final Counter gaps;
        private final Counter healedGaps;
        private final Counter conflated;
        private final Counter unreadable;
        private final Counter duplicates;
        private volatile boolean connected;

        Counting(MeterRegistry registry, List<Tag> tags) {
            this.registry = registry;
            this.tags = tags;
            this.sentMessages = counter("messages", Tag.of("direction", "sent"));
            this.receivedMessages = counter("messages", Tag.of("direction", "received"));
            this.sentBytes = counter("bytes", Tag.of("direction", "sent"));
            this.receivedBytes = counter("bytes", Tag.of("direction", "received"));
            this.liveUpdates = counter("updates", Tag.of("kind", "live"));
            this.replayedUpdates = counter("updates", Tag.of("kind", "replay"));
            this.gaps = counter("gaps", Tag.of("healed", "false"));
            this.healedGaps = counter("gaps", Tag.of("healed", "true"));
            this.conflated = counter("updates.conflated");
            this.unreadable = counter("updates.unreadable");
            this.duplicates = counter("updates.duplicate");
            Gauge.builder(PREFIX + "connected", () -> connected ? 1 : 0)
                    .tags(tags)
                    .description("1 while there is a connection")
                    .register(registry);
            Gauge.builder(PREFIX + "streams", open::size)
                    .tags(tags)
                    .description("Streams that are observed")
                    .register(registry);
            Gauge.builder(PREFIX + "streams.stale", stale::size)
                    .tags(tags)
                    .description("Streams whose state may be old")
                    .register(registry);
        }

        private Counter counter(String name, Tag... more) {
            return Counter.builder(PREFIX + name).tags(tags).tags(List.of(more)).register(registry);
        }

        @Override
        public void onMessage(long time, int connection, boolean sent, Envelope envelope, Bytes frame) {
            (sent ? sentMessages : receivedMessages).increment();
            (sent ? sentBytes : receivedBytes).increment(frame.size());
        }

        @Override
        public void onUpdateAccepted(long time, int stream, StreamDataEnvelope data, UpdateKind kind) {
            (kind == UpdateKind.REPLAY ? replayedUpdates : liveUpdates).increment();
        }

        @Override
        public void onEvent(TapEvent event) {
            switch (event) {
                case TapEvent.ConnectionChanged change -> {
                    String word = change.state().word();
                    connected = word.equals("connected");
                    counter("connection", Tag.of("state", word)).increment();
                }
                case TapEvent.StreamOpened opened -> {
                    open.add(opened.stream());
                    stale.add(opened.stream());
                }
                case TapEvent.StreamClosed closed -> {
                    open.remove(closed.stream());
                    stale.remove(closed.stream());
                }
                case TapEvent.FreshnessChanged change -> freshness(change.stream(), change.freshness());
                case TapEvent.GapSeen gap -> (gap.report().healed() ? healedGaps : gaps).increment();
                case TapEvent.UpdatesConflated some -> conflated.increment((double) some.count());
                case TapEvent.UpdateUndecodable one -> unreadable.increment();
                case TapEvent.DuplicateSeen one -> duplicates.increment();
                case TapEvent.ResumeAnswered answered ->
                    counter("resumes", Tag.of("outcome", word(answered.report().outcome())))
                            .increment();
                case TapEvent.CallEnded call ->
                    Timer.builder(PREFIX + "calls")
                            .tags(tags)
                            .tag("outcome", call.error() == null ? "success" : "failure")
                            .register(registry)
                            .record(call.elapsed());
                default -> {
                    // The other events are for a person who looks for a cause.
                }
            }
        }

        private void freshness(int stream, Freshness freshness) {
            if (freshness == Freshness.LIVE) {
                stale.remove(stream);
            } else if (open.contains(stream)) {
                stale.add(stream);
            }
        }

        private static String word(Enum<?> outcome) {
            return outcome.name().toLowerCase(Locale.ROOT);
        }
    }
}
