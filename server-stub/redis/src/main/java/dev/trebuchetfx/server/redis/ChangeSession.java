// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.StateChangeSource.Listener;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections on which the streams of changes are read: one for all partitions, or in a cluster one for each, since a command can't name the keys of
 * several slots. Each has one reading under way at a time, which waits in the server.
 */
final class ChangeSession implements ListeningSession {
    /** The most entries of one reading. */
    private static final int PAGE = 1_000;

    /** The most readings that bring something between two looks whether the streams are still the same. */
    private static final int READINGS_BETWEEN_LOOKS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeSession.class);

    private final Duration block;
    private final List<Reading> readings = new ArrayList<>();
    private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();

    private ChangeSession(Duration block) {
        this.block = block;
    }

    /** A connection, and the streams that are read on it. Confined to the session's thread. */
    private static final class Reading {
        private final StatefulRedisConnection<byte[], byte[]> connection;
        private final List<ChangeStream> streams = new ArrayList<>();
        private int readings;
        private int looked;

        Reading(StatefulRedisConnection<byte[], byte[]> connection) {
            this.connection = connection;
        }

        /** Returns whether a stream is another one than before. It looks at one of them at a time, and at all where one is. */
        boolean hasOther() {
            looked = (looked + 1) % streams.size();
            if (!isOther(streams.get(looked))) {
                return false;
            }
            streams.forEach(this::isOther);
            return true;
        }

        private boolean isOther(ChangeStream stream) {
            return stream.isOther(newest(connection, stream.key()));
        }
    }

    /** The end of one reading: entries, or a failure. */
    private record Came(
            Reading reading,
            @Nullable List<StreamMessage<byte[], byte[]>> messages,
            @Nullable Throwable failure) {}

    /**
     * Opens a session, which hears of all that comes after this has begun to return.
     *
     * @param block the time after which the server answers though nothing has come, which shows that it is there
     * @param patience the time in which an answer must come beside that
     */
    static ChangeSession open(RedisConnections connections, RedisNames names, Duration block, Duration patience) {
        connections.refresh();
        ChangeSession session = new ChangeSession(block);
        try {
            for (int partition = 0; partition < names.partitions(); partition++) {
                if (partition == 0 || connections.isCluster()) {
                    session.readings.add(new Reading(connections.openToListen(
                            connections.serverOf(names.key(partition)), block.plus(patience))));
                }
                Reading reading = session.readings.getLast();
                String key = names.changes(partition);
                reading.streams.add(
                        new ChangeStream(key, newest(reading.connection, key.getBytes(StandardCharsets.UTF_8))));
            }
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static @Nullable StreamMessage<byte[], byte[]> newest(
            StatefulRedisConnection<byte[], byte[]> connection, byte[] key) {
        List<StreamMessage<byte[], byte[]>> last = connection.sync().xrevrange(key, Range.unbounded(), Limit.from(1));
        return last.isEmpty() ? null : last.getFirst();
    }

    @Override
    public void run(Listener listener) throws Exception {
        listener.connected();
        readings.forEach(this::read);
        while (true) {
            Came next = came.take();
            if (next.messages == null) {
                throw next.failure instanceof Exception e ? e : new IllegalStateException(next.failure);
            }
            tell(next.reading.streams, next.messages, listener);
            look(next.reading, next.messages.isEmpty(), listener);
            read(next.reading);
        }
    }

    /** Looks whether streams have been deleted, as where somebody has emptied the database, of which a reading hears nothing. */
    private static void look(Reading reading, boolean isQuiet, Listener listener) {
        reading.readings++;
        if ((isQuiet || reading.readings % READINGS_BETWEEN_LOOKS == 0) && reading.hasOther()) {
            LOG.warn(
                    "A stream of changes has been deleted or emptied; the node reads the newest versions of its actors");
            listener.connected();
        }
    }

    private void read(Reading reading) {
        RedisFuture<List<StreamMessage<byte[], byte[]>>> messages = reading.connection
                .async()
                .xread(new XReadArgs().block(block).count(PAGE), ChangeStream.offsets(reading.streams));
        CompletionStage<?> unused = messages.whenComplete((some, failure) ->
                came.add(new Came(reading, failure == null && some == null ? List.of() : some, failure)));
    }

    private static void tell(
            List<ChangeStream> streams, List<StreamMessage<byte[], byte[]>> messages, Listener listener) {
        for (ChangeStream stream : streams) {
            stream.take(messages, listener);
        }
    }

    @Override
    public void close() {
        readings.forEach(reading -> RedisConnections.cut(reading.connection));
    }
}
