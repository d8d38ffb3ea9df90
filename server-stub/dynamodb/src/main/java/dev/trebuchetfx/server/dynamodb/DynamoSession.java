// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.dynamodb.ChangesTable.Look;
import dev.trebuchetfx.server.dynamodb.ChangesTable.Told;
import dev.trebuchetfx.server.dynamodb.StreamReader.Round;
import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.StateChange;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A time of looking for what the reader of the stream has told, in intervals, and of being that reader where there is no other. Fields without
 * a lock are confined to the thread that runs it.
 */
final class DynamoSession implements ListeningSession {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoSession.class);

    /** The most actors of one item of the feed, whose names may have 765 bytes each. */
    private static final int ACTORS_AT_ONCE = 250;

    /** The time between two notes of how far the stream has been read. A reader that takes over reads what came since again. */
    private static final Duration NOTE_INTERVAL = Duration.ofSeconds(2);

    /** A look at several items may show the lease as it is after news that it does not show. After so many in a row the news is gone. */
    private static final int MOST_MISSES = 5;

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
    /** The looks in a row that missed news which had been told. */
    private int misses;

    private final Strays strays = new Strays();

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
        long last = from;
        while (!isClosed()) {
            boolean hasMore = read(listener);
            // After one that lagged or was torn, the next look is exact.
            Look look = setting.table.after(last, misses > 0);
            last = hear(look, last, listener, now);
            now.look(role.behind());
            if (!look.hasMore()) {
                role.look(look.lease());
                if (!hasMore) {
                    await(setting.pollInterval);
                }
            }
        }
    }

    /** Tells what follows the last news, and returns the number of the last one by now. */
    private long hear(Look look, long last, Listener listener, Hearing hearing) {
        Lease lease = look.lease();
        if (!look.hasMore() && (lease == null || lease.isBroken())) {
            // It shows anew what was told as soon as a node has taken it.
            misses = 1;
            return last;
        }
        long end = lease == null ? Long.MAX_VALUE : lease.last();
        long heard = last;
        boolean isWhole = true;
        long stray = 0;
        for (Told told : look.told()) {
            if (told.number() > end || told.number() <= heard) {
                // Told just now, so that the next look shows it with its lease, or never.
                stray = told.number();
                continue;
            }
            isWhole = told.number() == heard + 1;
            if (!isWhole) {
                break;
            }
            if (told.changes().isEmpty()) {
                hearing.missed();
            }
            told.changes().forEach((actor, number) -> listener.changed(new StateChange(actor, number, null)));
            heard = told.number();
        }
        strays.look(stray);
        if (isWhole && (look.hasMore() || end == heard)) {
            misses = 0;
            return heard;
        }
        misses++;
        if (misses < MOST_MISSES) {
            return heard;
        }
        // It has been forgotten before it was heard, or the table has been emptied.
        misses = 0;
        hearing.missed();
        return look.hasMore() ? Math.max(heard, look.told().getLast().number()) : end;
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
            check(role.keep());
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

    /** The items among the news that no reader has told, and that nobody hears therefore. Confined to the thread that runs the session. */
    private final class Strays {
        private long last;
        private int looks;

        /** Hears of the last one that a look showed; 0 for none. */
        void look(long number) {
            looks = number == 0 || number != last ? 0 : looks + 1;
            last = number;
            if (looks == MOST_MISSES) {
                LOG.warn(
                        "The item of the table {} with the part 'changes' and the number {} is news that nobody has told, and nobody hears it:"
                                + " somebody has put it there; delete it",
                        setting.table.name(),
                        number < 0 ? "that is no whole one" : number);
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
