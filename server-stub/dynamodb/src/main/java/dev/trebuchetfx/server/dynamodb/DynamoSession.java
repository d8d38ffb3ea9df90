// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.dynamodb.ChangesTable.Look;
import dev.trebuchetfx.server.dynamodb.StreamReader.Round;
import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.StateChangeSource.Listener;
import dev.trebuchetfx.server.store.StateStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A time of looking for what the reader of the stream has told, in intervals, and of being that reader where there is no other. Fields without
 * a lock are confined to the thread that runs it.
 */
final class DynamoSession implements ListeningSession {
    /** The most actors of one item of the feed, whose names may have 765 bytes each. */
    private static final int ACTORS_AT_ONCE = 250;

    /** The time between two notes of how far the stream has been read. A reader that takes over reads what came since again. */
    private static final Duration NOTE_INTERVAL = Duration.ofSeconds(2);

    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(1);

    private final Setting setting;
    private final ReaderRole role;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    /** The thread that runs this session; null while none does. */
    private volatile @Nullable Thread runner;

    /** Set while this session follows what is told. */
    private @Nullable Hearing hearing;

    private @Nullable Reading reading;

    /**
     * The setting that all sessions of a store share.
     *
     * @param streams makes a client of streams, which a session closes
     * @param stream finds the stream of the table of states
     * @param pollInterval the time between two looks
     * @param term the time after which another node takes over from a reader that has gone
     */
    record Setting(
            DynamoRequests requests,
            ChangesTable table,
            EditNumbering numbering,
            Supplier<DynamoDbStreamsClient> streams,
            Supplier<String> stream,
            Duration pollInterval,
            Duration term) {}

    /**
     * @param id an id that no other session has
     */
    DynamoSession(Setting setting, String id) {
        this.setting = setting;
        this.role = new ReaderRole(setting.table, id, setting.term, setting.requests.time());
    }

    @Override
    public void run(Listener listener) {
        runner = Thread.currentThread();
        try {
            Lease lease = awaitReader();
            if (lease != null) {
                follow(lease.last(), listener);
            }
        } finally {
            stopReading();
            runner = null;
            ended.countDown();
        }
    }

    /** Waits until somebody reads the stream, be it this session, and returns the lease; null where the session is closed before. */
    private @Nullable Lease awaitReader() {
        while (!isClosed()) {
            Lease lease = setting.table.lease();
            role.look(lease);
            // It may be that of another session, or broken by now.
            Lease now = role.isServed() ? setting.table.lease() : null;
            if (now != null && !now.isBroken()) {
                return now;
            }
            await(setting.pollInterval);
        }
        return null;
    }

    private void follow(long from, Listener listener) {
        // Whoever can't read the stream has nothing to tell, and must not seem to have.
        read(listener);
        Hearing now = new Hearing(listener, setting.table.name(), setting.term);
        hearing = now;
        now.look(role.behind());
        NewsFeed feed = new NewsFeed(setting.table, from, listener, now);
        while (!isClosed()) {
            boolean hasMore = read(listener);
            Look look = feed.look();
            now.look(role.behind());
            if (!look.hasMore()) {
                role.look(look.lease());
                if (!hasMore) {
                    await(setting.pollInterval);
                }
            }
        }
    }

    /** Reads the stream, if that is this session's role. Returns whether there is more to be read at once. */
    private boolean read(Listener listener) {
        if (!role.keep()) {
            stopReading();
            return false;
        }
        Reading current = reading;
        if (current == null) {
            current = new Reading(listener);
            reading = current;
        }
        return current.round();
    }

    private void stopReading() {
        Reading current = reading;
        reading = null;
        if (current != null) {
            current.close();
        }
        role.release();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void await(Duration time) {
        try {
            closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    /** Ends the session, and waits for a moment until it has given the role of the reader back. */
    @Override
    public void close() {
        closed.countDown();
        Thread running = runner;
        // A listener may close its source, which must not wait for itself.
        if (running != null && running != Thread.currentThread()) {
            try {
                ended.await(PATIENCE_AT_END.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The reading of the stream, for as long as this session has that role. Confined to the thread that runs the session. */
    private final class Reading implements StreamReader.Hearer, AutoCloseable {
        private final Listener listener;
        private final DynamoDbStreamsClient client;
        private final StreamReader stream;
        private final EditReader edits = new EditReader(setting.numbering);
        private long notedAt = setting.requests.time().nanoTime();
        private boolean isTold = true;

        Reading(Listener listener) {
            this.listener = listener;
            String name = setting.stream.get();
            this.client = setting.streams.get();
            this.stream = new StreamReader(client, name, setting.table);
        }

        boolean round() {
            try {
                long began = setting.requests.time().nanoTime();
                Round round = stream.read(this);
                if (round.isAtEnd()) {
                    role.toldAllOf(began);
                }
                return round.hasMore();
            } catch (RoleLost e) {
                stopReading();
                return false;
            }
        }

        @Override
        public void record(Record record) {
            goOn();
            isTold = false;
            edits.read(record);
        }

        @Override
        public void begun() {
            if (role.isSuccessor()) {
                isTold = false;
                edits.begun();
            }
        }

        @Override
        public void lost(String why) {
            isTold = false;
            edits.lost(why);
        }

        @Override
        public void pause() {
            edits.number(this::goOn);
            edits.takeMalformed().forEach(listener::malformed);
            if (edits.hasChanges()) {
                tell(edits.takeChanges());
            }
            isTold = true;
            check(role.keep() && !isClosed());
            long now = setting.requests.time().nanoTime();
            if (now - notedAt >= NOTE_INTERVAL.toNanos()) {
                notedAt = now;
                stream.save();
            }
        }

        private void tell(Map<String, @Nullable Long> changes) {
            Map<String, @Nullable Long> part = new LinkedHashMap<>();
            for (Map.Entry<String, @Nullable Long> each : changes.entrySet()) {
                part.put(each.getKey(), each.getValue());
                if (part.size() == ACTORS_AT_ONCE) {
                    check(role.tell(part));
                    part = new HashMap<>();
                }
            }
            if (!part.isEmpty() || changes.isEmpty()) {
                check(role.tell(part));
            }
        }

        /** Looks between two records, since a page of them may last, whether to read on; whoever listens here hears where this is behind. */
        private void goOn() {
            check(role.keep() && !isClosed());
            Hearing now = hearing;
            if (now != null) {
                now.look(role.behind());
            }
        }

        private static void check(boolean isReader) {
            if (!isReader) {
                throw new RoleLost();
            }
        }

        @Override
        public void close() {
            try (client) {
                if (isTold && role.isReader()) {
                    stream.save();
                }
            } catch (StateStoreException e) {
                // The next reader reads some records again.
            }
        }
    }

    /** Another session reads the stream by now. */
    private static final class RoleLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RoleLost() {
            super("another session reads the stream by now");
        }
    }
}
