// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives connections, streams and calls small numbers, from 1. Written by the thread that fills the log; names are read by any.
 *
 * <p>Bounded: beyond 65,536 streams the oldest names are forgotten, and an id that comes again gets a new number.
 */
final class Names {
    private static final int MAX_NAMES = 1 << 16;
    /** Numbers are places in an array, so a file must not name any. */
    private static final int MAX_NUMBER = 1 << 24;

    private static final int MAX_OPEN_CALLS = 1 << 14;

    private final Map<Object, Integer> streamNumbers = new LinkedHashMap<>();
    private final Map<Object, Integer> connectionNumbers = new LinkedHashMap<>();
    private final Map<UUID, Integer> calls = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
            return size() > MAX_OPEN_CALLS;
        }
    };
    private volatile @Nullable StreamName[] streams = new @Nullable StreamName[16];
    private volatile @Nullable ConnectionName[] connections = new @Nullable ConnectionName[16];
    private int streamCount;
    private int connectionCount;
    private int callCount;
    /** Numbers of names that are new or fuller since they were last asked for. */
    private final BitSet newStreams = new BitSet();

    private final BitSet newConnections = new BitSet();

    int number(@Nullable StreamName told) {
        if (told == null) {
            return 0;
        }
        Object key = told.key();
        Integer known = streamNumbers.get(key);
        if (known == null) {
            streamCount++;
            put(streamCount, likeItsLogicalStream(told));
            return streamCount;
        }
        StreamName before = streams[known];
        StreamName now = before == null ? told : before.with(told);
        if (!now.equals(before)) {
            streams[known] = likeItsLogicalStream(now);
            newStreams.set(known);
        }
        return known;
    }

    /** A server's stream has the names that its logical stream was opened with, where its start was not seen. */
    private StreamName likeItsLogicalStream(StreamName name) {
        if (name.streamID() == null || name.logical() == 0 || name.actor() != null) {
            return name;
        }
        Integer logical = streamNumbers.get(
                StreamName.logical(name.source(), name.logical()).key());
        StreamName opened = logical == null ? null : streams[logical];
        return opened == null ? name : name.with(opened);
    }

    /** Gives a name the number that it has in a file. */
    void put(int number, StreamName name) {
        streams = holding(streams, number);
        streams[number] = name;
        newStreams.set(number);
        streamCount = Math.max(streamCount, number);
        streamNumbers.put(name.key(), number);
        if (streamNumbers.size() > MAX_NAMES) {
            Map.Entry<Object, Integer> oldest =
                    streamNumbers.entrySet().iterator().next();
            streamNumbers.remove(oldest.getKey());
            streams[oldest.getValue()] = null;
        }
    }

    int number(@Nullable ConnectionName told) {
        if (told == null) {
            return 0;
        }
        Key key = new Key(told.source(), told.number());
        Integer known = connectionNumbers.get(key);
        if (known == null) {
            connectionCount++;
            put(connectionCount, told);
            return connectionCount;
        }
        ConnectionName before = connections[known];
        ConnectionName now = before == null ? told : before.with(told);
        if (!now.equals(before)) {
            connections[known] = now;
            newConnections.set(known);
        }
        return known;
    }

    void put(int number, ConnectionName name) {
        connections = holding(connections, number);
        connections[number] = name;
        newConnections.set(number);
        connectionCount = Math.max(connectionCount, number);
        connectionNumbers.put(new Key(name.source(), name.number()), number);
        if (connectionNumbers.size() > MAX_NAMES) {
            Map.Entry<Object, Integer> oldest =
                    connectionNumbers.entrySet().iterator().next();
            connectionNumbers.remove(oldest.getKey());
            connections[oldest.getValue()] = null;
        }
    }

    int number(@Nullable UUID call) {
        if (call == null) {
            return 0;
        }
        Integer known = calls.get(call);
        if (known == null) {
            callCount++;
            calls.put(call, callCount);
            return callCount;
        }
        return known;
    }

    private static <T> @Nullable T[] holding(@Nullable T[] names, int number) {
        return number < names.length ? names : Arrays.copyOf(names, Math.max(number + 1, names.length * 2));
    }

    @Nullable
    StreamName stream(int number) {
        @Nullable StreamName[] now = streams;
        return number >= 0 && number < now.length ? now[number] : null;
    }

    @Nullable
    ConnectionName connection(int number) {
        @Nullable ConnectionName[] now = connections;
        return number >= 0 && number < now.length ? now[number] : null;
    }

    /** Calls {@code reader} with the numbers of streams whose names are new or fuller since the last call. */
    void takeNewStreams(IntConsumer reader) {
        newStreams.stream().forEach(reader);
        newStreams.clear();
    }

    /** As {@link #takeNewStreams}. */
    void takeNewConnections(IntConsumer reader) {
        newConnections.stream().forEach(reader);
        newConnections.clear();
    }

    boolean hasNew() {
        return !newStreams.isEmpty() || !newConnections.isEmpty();
    }

    /** Returns whether a file may have this number for a stream: one of the next, not any, since memory grows with the number. */
    boolean isPlausibleStream(int number) {
        return isPlausible(number, streamCount);
    }

    /** Returns the same for a connection. */
    boolean isPlausibleConnection(int number) {
        return isPlausible(number, connectionCount);
    }

    private static boolean isPlausible(int number, int count) {
        return number > 0 && number <= MAX_NUMBER && number <= count + MAX_NAMES;
    }

    /** Returns what to say of a number that is not plausible. */
    String implausible(String what, int number) {
        return "it has the number " + Integer.toUnsignedString(number) + " for a " + what + ", expected 1 to "
                + Math.min(MAX_NUMBER, MAX_NAMES + ("stream".equals(what) ? streamCount : connectionCount));
    }

    private record Key(int source, int number) {}
}
