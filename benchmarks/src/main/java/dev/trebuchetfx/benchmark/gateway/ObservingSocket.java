// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.gateway;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.net.http.WebSocket;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One WebSocket that observes the counter as a client of this project would, and notes when each state came. Owned by the thread of its
 * WebSocket until it is quiet; {@link #newest}, {@link #updates} and {@link #failure} are safe for use by any thread.
 */
final class ObservingSocket implements WebSocket.Listener {
    private static final long NEVER = 0;

    private final EnvelopeCodec codec;
    private final LongSupplier clock;
    private final StringBuilder message = new StringBuilder();
    /** The times at which each state came, by its count less the first one that is measured. */
    private final long[] cameNanos;

    private final int firstCount;
    private final AtomicLong updates = new AtomicLong();
    private long numbers;
    private long largestNumber;
    private volatile int newest = -1;
    private volatile @Nullable String failure;

    /**
     * Makes a socket that has not yet asked for anything.
     *
     * @param clock a monotonic clock, in nanoseconds
     * @param firstCount the first count that is measured
     * @param counts the number of counts that are measured
     */
    ObservingSocket(EnvelopeCodec codec, LongSupplier clock, int firstCount, int counts) {
        this.clock = clock;
        this.codec = codec;
        this.firstCount = firstCount;
        this.cameNanos = new long[counts];
    }

    /** Returns the message that asks for the stream. */
    String request() {
        return codec.encode(new InvocationEnvelope(
                        UUID.randomUUID(),
                        ActorId.of("counter"),
                        "observeState",
                        InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new InvocationEnvelope.Ext(1, List.of(), null)))
                .utf8();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            try {
                read(codec.decode(Bytes.utf8(whole)), whole);
            } catch (WireException e) {
                failure = "a message can't be read: " + whole;
            }
        }
        socket.request(1);
        return null;
    }

    private void read(Envelope envelope, String whole) {
        if (envelope instanceof StreamDataEnvelope update) {
            int count = JsonMapper.shared()
                    .readTree(update.data().unsafeArray())
                    .path("count")
                    .asInt(-1);
            StreamDataEnvelope.Ext ext = update.ext();
            updates.incrementAndGet();
            // The gateway may swap two messages: the numbers must be all there in the end.
            numbers += 1 + (ext == null || ext.skipped() == null ? 0 : ext.skipped());
            largestNumber = Math.max(largestNumber, update.sequenceNumber());
            int place = count - firstCount;
            if (place >= 0 && place < cameNanos.length) {
                if (cameNanos[place] != NEVER) {
                    failure = "the count " + count + " came twice";
                }
                cameNanos[place] = clock.getAsLong();
            }
            newest = Math.max(newest, count);
        } else if (whole.contains("\"message\":") || whole.contains("\"type\":\"streamError\"")) {
            failure = "an error came: " + whole;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        failure = "the gateway closed the connection with " + code + ": " + reason;
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        failure = "the connection broke: " + error;
    }

    /** Returns the newest count that came; -1 before the first. */
    int newest() {
        return newest;
    }

    /** Returns the first thing that went wrong; null if nothing did. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Returns how many updates came. */
    long updates() {
        return updates.get();
    }

    /** Returns how many numbers up to the largest one neither came nor were declared as left out. Only when the socket is quiet. */
    long lost() {
        return largestNumber - numbers;
    }

    /** Returns the time at which a count came, or null if a newer one took its place. Only when the socket is quiet. */
    @Nullable
    Long cameNanos(int count) {
        long came = cameNanos[count - firstCount];
        return came == NEVER ? null : came;
    }
}
