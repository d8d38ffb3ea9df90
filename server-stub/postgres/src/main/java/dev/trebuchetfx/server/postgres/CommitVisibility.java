// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Knows whether others can read what a transaction has written. A commit is replicated as soon as it is in the WAL, and can be read a moment later, or
 * much later where it waits for a standby. Owned by one thread.
 */
final class CommitVisibility {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final DataSource connections;
    private Snapshot newest = new Snapshot(0, Set.of(), true);

    CommitVisibility(DataSource connections) {
        this.connections = connections;
    }

    /**
     * The transactions that a reader sees.
     *
     * @param end the lowest number that no transaction that is over has
     * @param running the numbers below it of transactions that are not over
     * @param isNone whether nothing is known yet
     */
    private record Snapshot(int end, Set<Integer> running, boolean isNone) {
        /** Reads what {@code pg_current_snapshot} shows: {@code lowest:end:running,…}. */
        static Snapshot of(String text) {
            String[] parts = text.split(":", -1);
            Set<Integer> running = new HashSet<>();
            for (String each : parts[2].split(",", -1)) {
                if (!each.isEmpty()) {
                    running.add((int) Long.parseLong(each));
                }
            }
            return new Snapshot((int) Long.parseLong(parts[1]), running, false);
        }

        boolean sees(int transaction) {
            // Numbers of transactions have 32 bits in messages and begin again, so their difference counts.
            return !isNone && transaction - end < 0 && !running.contains(transaction);
        }
    }

    /**
     * Waits until others can read what a transaction has written.
     *
     * @param transaction the number of the transaction
     * @param isOver tells that nobody needs to know any more
     */
    void await(int transaction, BooleanSupplier isOver) throws SQLException {
        Duration pause = FIRST_PAUSE;
        while (!newest.sees(transaction)) {
            newest = current();
            if (newest.sees(transaction) || isOver.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Snapshot current() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
            row.next();
            return Snapshot.of(row.getString(1));
        }
    }
}
