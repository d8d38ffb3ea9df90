// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.server.stream.Outlet;
import dev.trebuchetfx.server.stream.Passage;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open connection: it writes envelopes as the peer can take them, knows the streams that are bound to it, and looks after the line.
 * Safe for use by any thread; its timers act in turns of its own.
 */
public final class ClientConnection implements Correspondent {
    /** The most bytes that a version 2 peer takes in one frame. */
    static final int MAX_FRAME_BYTES_WITHOUT_EXTENSION = 16_384;

    /** The first and the longest interval in which it looks whether a peer that was too slow has caught up; only while something waits. */
    private static final Duration FIRST_ROOM_LOOK = Duration.ofMillis(2);

    private static final Duration LAST_ROOM_LOOK = Duration.ofMillis(20);

    /** A guess at the bytes that a stream which has waited sends at once. */
    private static final int BYTES_FOR_ONE = 4_096;

    private static final int TRY_AGAIN_LATER = 1013;

    private final TransportConnection transport;
    private final OutgoingLine line;
    private final EnvelopeCodec codec;
    private final Peer peer;
    private final ClientConnectionSettings settings;
    private final LimitedLog log;
    private final Set<Outlet> outlets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger streams = new AtomicInteger();
    private final WaitingRoom waitingForRoom = new WaitingRoom();
    private final Heartbeats heartbeats = new Heartbeats();
    private final SilenceWatch silence;
    private final Repetition heartbeating;
    private final Repetition pinging;
    private final Repetition lookingForRoom;
    /** Written in the connection's turns alone. */
    private volatile Duration roomLook = FIRST_ROOM_LOOK;

    private volatile boolean extension;
    private volatile boolean congested;
    private volatile boolean closed;

    /**
     * The peer at the other end.
     *
     * @param client the name that it gives itself on each of its connections, which proves nothing; null where it gives none
     * @param extension whether it has shown the extension on the upgrade request
     */
    record Peer(String principal, @Nullable String client, boolean extension) {}

    ClientConnection(
            TransportConnection transport,
            OutgoingLine line,
            EnvelopeCodec codec,
            Peer peer,
            ClientConnectionSettings settings,
            LimitedLog log,
            TimeSource time,
            Executor executor) {
        this.transport = transport;
        this.line = line;
        this.codec = codec;
        this.peer = peer;
        this.settings = settings;
        this.log = log;
        this.extension = peer.extension();
        Executor turns = new SerialExecutor(executor);
        this.silence = new SilenceWatch(settings.pingInterval(), time);
        this.heartbeating = new Repetition(time, turns, this::beat);
        this.pinging = new Repetition(time, turns, this::pingOrDrop);
        this.lookingForRoom = new Repetition(time, turns, this::lookForRoom);
    }

    /** Begins to look after the line. Called once. */
    void opened() {
        pinging.within(silence.period());
    }

    @Override
    public String principal() {
        return peer.principal();
    }

    /** Returns the name that the peer gives itself on each of its connections; null where it gives none. */
    public @Nullable String client() {
        return peer.client();
    }

    @Override
    public boolean speaksExtension() {
        return extension;
    }

    @Override
    public void showsExtension() {
        extension = true;
    }

    /** Notes that something came from the peer, a pong or a message. */
    void heard() {
        silence.heard();
    }

    /** Returns how many bytes wait for the peer to read. */
    long queuedBytes() {
        return line.queuedBytes();
    }

    /** Returns how many streams it has, those included that are about to be bound. */
    int streams() {
        return streams.get();
    }

    @Override
    public @Nullable String reserveStream() {
        if (streams.incrementAndGet() > settings.maxStreams()) {
            streams.decrementAndGet();
            return "this connection has " + settings.maxStreams() + " streams, which is the limit";
        }
        return null;
    }

    @Override
    public void releaseStream() {
        streams.decrementAndGet();
    }

    @Override
    public void send(Envelope envelope) {
        if (takesMore()) {
            line.send(codec.encode(envelope), maxFrameBytes());
        }
    }

    @Override
    public void sendUpdate(StreamDataEnvelope update, EncodedData data, Passage passage) {
        if (takesMore()) {
            line.sendUpdate(codec.encode(update, data), maxFrameBytes(), update.streamID(), passage);
        }
    }

    @Override
    public void hold() {
        transport.hold();
    }

    @Override
    public void release() {
        transport.release();
    }

    /** Returns the line on which it writes. */
    public OutgoingLine line() {
        return line;
    }

    /** Returns whether a message can be queued; closes a connection for which too much is queued. */
    private boolean takesMore() {
        if (closed) {
            return false;
        }
        long queued = line.queuedBytes();
        if (queued > settings.maxQueuedBytes()) {
            closeAsTooMuch(
                    "too slow: " + queued + " bytes are queued, at most " + settings.maxQueuedBytes() + " may be");
            return false;
        }
        return true;
    }

    /** Closes the connection, which has more than it may have of something; nothing is sent on it any more. */
    void closeAsTooMuch(String reason) {
        closed = true;
        log.say(LimitedLog.Kind.TOO_MUCH, "Closing a connection of " + principal() + ": " + reason);
        transport.close(TRY_AGAIN_LATER, reason);
    }

    /** Returns whether it has ended, or is about to. */
    boolean isClosed() {
        return closed;
    }

    /** Reads nothing from the peer for so long. */
    void pauseReading(Duration time) {
        transport.pauseReading(time);
    }

    /** Returns the log of what concerns this connection alone. */
    LimitedLog log() {
        return log;
    }

    private int maxFrameBytes() {
        return extension ? 0 : MAX_FRAME_BYTES_WITHOUT_EXTENSION;
    }

    /** {@inheritDoc} Once there is too much, it must become half as much, so that a peer at the limit is not asked for each update. */
    @Override
    public boolean isCongested() {
        if (closed) {
            return false;
        }
        long queued = line.queuedBytes();
        if (queued > settings.conflateAboveBytes()) {
            congested = true;
        } else if (queued <= settings.conflateAboveBytes() / 2) {
            congested = false;
        }
        return congested;
    }

    @Override
    public void awaitRoom(Outlet outlet) {
        if (!closed) {
            waitingForRoom.add(outlet);
            lookingForRoom.within(roomLook);
        }
    }

    @Override
    public boolean attach(Outlet outlet) {
        outlets.add(outlet);
        Duration interval = heartbeats.add(outlet);
        if (interval != null) {
            heartbeating.within(interval);
        }
        return !closed;
    }

    @Override
    public void detach(Outlet outlet) {
        outlets.remove(outlet);
        waitingForRoom.remove(outlet);
        heartbeats.remove(outlet);
    }

    /** Drops the connection at once, as a cut line would. */
    public void abort() {
        transport.abort();
    }

    /** Closes the connection with a reason, after what is queued. */
    void close(int code, String reason) {
        transport.close(code, reason);
    }

    /** Notes that the connection has ended; each stream learns it in its own turn. */
    void ended() {
        closed = true;
        log.end(principal());
        heartbeating.stop();
        pinging.stop();
        lookingForRoom.stop();
        for (Outlet outlet : outlets) {
            outlet.connectionEnded();
            detach(outlet);
        }
    }

    private @Nullable Duration beat() {
        // What a slow peer lacks it would only ask for again; the next one tells.
        boolean now = extension && !isCongested();
        return heartbeats.beat(now ? this::send : null);
    }

    private @Nullable Duration pingOrDrop() {
        Duration silent = silence.silence();
        if (silent.isPositive()) {
            log.say(
                    LimitedLog.Kind.SILENT,
                    "Dropping a connection of " + principal() + ": nothing came for " + silent.toMillis() + " ms");
            transport.abort();
            return null;
        }
        transport.ping();
        return silence.period();
    }

    /** Wakes the streams that have waited longest, no more of them than there may be room for: others would wake in vain. */
    private @Nullable Duration lookForRoom() {
        if (isCongested()) {
            Duration longer = roomLook.multipliedBy(2);
            roomLook = longer.compareTo(LAST_ROOM_LOOK) > 0 ? LAST_ROOM_LOOK : longer;
        } else {
            roomLook = FIRST_ROOM_LOOK;
            long room = settings.conflateAboveBytes() - transport.queuedBytes();
            waitingForRoom
                    .takeFirst(Math.clamp(room / BYTES_FOR_ONE, 1, Integer.MAX_VALUE))
                    .forEach(Outlet::roomAgain);
        }
        return waitingForRoom.isEmpty() ? null : roomLook;
    }
}
