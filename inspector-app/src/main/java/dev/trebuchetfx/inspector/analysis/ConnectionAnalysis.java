// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connection, and how much goes over it. Confined to the thread that reads the log, but for copies, which nobody writes. */
public final class ConnectionAnalysis {
    private static final int WINDOW_SECONDS = 5;
    private static final int MAX_OPEN = 10_000;

    private @Nullable ConnectionState state;
    private @Nullable Instant since;
    private int number;
    private int opened;
    private long received;
    private long sent;
    private long bytesReceived;
    private long bytesSent;
    private long undecodable;
    /** The connections that are up, the newest last: through a proxy several clients may be connected at once. */
    private final LinkedHashMap<Integer, ConnectionChanged> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, ConnectionChanged> eldest) {
            return size() > MAX_OPEN;
        }
    };

    private final long[] perSecond = new long[WINDOW_SECONDS + 1];
    private long newestSecond;

    /** As it is now; to be read by anybody, since nobody writes it. */
    ConnectionAnalysis copy() {
        ConnectionAnalysis copy = new ConnectionAnalysis();
        copy.state = state;
        copy.since = since;
        copy.number = number;
        copy.received = received;
        copy.sent = sent;
        copy.bytesReceived = bytesReceived;
        copy.bytesSent = bytesSent;
        copy.undecodable = undecodable;
        System.arraycopy(perSecond, 0, copy.perSecond, 0, perSecond.length);
        copy.newestSecond = newestSecond;
        copy.opened = open.size();
        return copy;
    }

    void changed(ConnectionChanged changed) {
        switch (changed.state()) {
            case ConnectionState.Connected ignored -> open.put(changed.connection(), changed);
            case ConnectionState.Connecting ignored -> {}
            case ConnectionState.Offline ignored -> open.remove(changed.connection());
            // A client of our own, which has one connection at a time.
            case ConnectionState.Reconnecting ignored -> open.clear();
            case ConnectionState.Closed ignored -> open.clear();
        }
        // One that ends, or that is tried, says nothing of the others.
        ConnectionChanged tells = open.isEmpty() ? changed : open.lastEntry().getValue();
        state = tells.state();
        since = tells.at();
        number = tells.connection();
        opened = open.size();
    }

    void received(long time, int connection, int bytes) {
        received++;
        bytesReceived += bytes;
        number = opened > 1 ? number : connection;
        count(time);
    }

    void sent(long time, int connection, int bytes) {
        sent++;
        bytesSent += bytes;
        number = opened > 1 ? number : connection;
        count(time);
    }

    void undecodableCame() {
        undecodable++;
    }

    /** {@code time} in nanoseconds since 1970. */
    private void count(long time) {
        long second = Math.floorDiv(time, 1_000_000_000L);
        moveTo(second);
        if (second > newestSecond - perSecond.length) {
            perSecond[Math.floorMod(second, perSecond.length)]++;
        }
    }

    private void moveTo(long second) {
        if (second <= newestSecond) {
            return;
        }
        long from = Math.max(newestSecond + 1, second - perSecond.length + 1);
        for (long cleared = from; cleared <= second; cleared++) {
            perSecond[Math.floorMod(cleared, perSecond.length)] = 0;
        }
        newestSecond = second;
    }

    /** Messages a second, both ways, over the last five whole seconds before {@code now}. */
    public double messagesPerSecond(Instant now) {
        long current = now.getEpochSecond();
        long sum = 0;
        for (long second = current - WINDOW_SECONDS; second < current; second++) {
            if (second <= newestSecond && second > newestSecond - perSecond.length) {
                sum += perSecond[Math.floorMod(second, perSecond.length)];
            }
        }
        return (double) sum / WINDOW_SECONDS;
    }

    /** Null until something is known. */
    public @Nullable ConnectionState state() {
        return state;
    }

    /** When the state was entered; null until one is known. */
    public @Nullable Instant since() {
        return since;
    }

    /** Returns how many connections are up. */
    public int open() {
        return opened;
    }

    /** Counts the client's connections from 1; 0 before the first. */
    public int number() {
        return number;
    }

    public long received() {
        return received;
    }

    public long sent() {
        return sent;
    }

    public long bytesReceived() {
        return bytesReceived;
    }

    public long bytesSent() {
        return bytesSent;
    }

    /** Messages that could not be read. */
    public long undecodable() {
        return undecodable;
    }
}
