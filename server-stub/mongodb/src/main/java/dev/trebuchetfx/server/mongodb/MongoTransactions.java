// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A runner of transactions on one snapshot, durable on most servers when they end. Where another transaction has changed a document
 * meanwhile, the server ends this one at once, and it is repeated after a short pause. Safe for use by any thread.
 */
final class MongoTransactions {
    /** The attempts to hear how a commit ended. A commit can be repeated without harm. */
    private static final int COMMITS = 3;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(64);

    private static final TransactionOptions OPTIONS = TransactionOptions.builder()
            .readConcern(ReadConcern.SNAPSHOT)
            .readPreference(ReadPreference.primary())
            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
            .build();

    private final Supplier<ClientSession> sessions;
    private final Duration patience;
    private final TimeSource time;

    /**
     * @param patience the time after which a transaction is not repeated any more
     */
    MongoTransactions(Supplier<ClientSession> sessions, Duration patience, TimeSource time) {
        this.sessions = sessions;
        this.patience = patience;
        this.time = time;
    }

    /** The work of a transaction, which may be called several times. */
    interface Work<T> {
        /** Does the work, and returns what the transaction returns once it is committed; null to end it without any change. */
        @Nullable
        T in(ClientSession session);
    }

    /**
     * Runs a transaction.
     *
     * @return what the work returned
     * @throws MongoException if it is not known whether the changes are stored, or they can't be
     */
    <T> @Nullable T run(Work<T> work) {
        long began = time.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try (ClientSession session = sessions.get()) {
                return once(session, work);
            } catch (MongoException e) {
                if (!e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                        || time.nanoTime() - began > patience.toNanos()) {
                    throw e;
                }
            }
            pause(attempt);
        }
    }

    private static <T> @Nullable T once(ClientSession session, Work<T> work) {
        session.startTransaction(OPTIONS);
        try {
            T result = work.in(session);
            if (result != null) {
                commit(session);
            }
            return result;
        } finally {
            // A commit has begun where none is active any more.
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        }
    }

    private static void commit(ClientSession session) {
        for (int attempt = 1; ; attempt++) {
            try {
                session.commitTransaction();
                return;
            } catch (MongoException e) {
                if (!e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL) || attempt == COMMITS) {
                    throw e;
                }
            }
        }
    }

    private void pause(int attempt) {
        long longest = Math.min(SHORTEST_PAUSE.toNanos() << Math.min(attempt, 20), LONGEST_PAUSE.toNanos());
        CompletableFuture<Void> end = new CompletableFuture<>();
        time.schedule(Duration.ofNanos(time.random().nextLong(longest) + 1), () -> end.complete(null));
        end.join();
    }
}
