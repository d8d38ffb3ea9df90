// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The store's exceptions for what the driver throws. */
final class MongoFailures {
    private static final int UNAUTHORIZED = 13;

    /** The codes of a document that is too large, or that a rule of the collection forbids. */
    private static final Set<Integer> REFUSALS = Set.of(121, 10334, 17280, 17419, 17420);

    /** The cause of a server's state in the driver's message. */
    private static final Pattern CAUSE = Pattern.compile("caused by \\{([^{}]+)}");

    private MongoFailures() {}

    /** Returns the exception for a failure after which a write may or may not have been stored. */
    static StateStoreException failure(String action, RuntimeException e) {
        return new StateStoreException("MongoDB could not " + action + ": " + describe(e) + advice(e), e);
    }

    /** Returns the exception for a failed write: a refusal where the database itself has refused the values. */
    static RuntimeException writeFailure(String action, RuntimeException e) {
        return e instanceof MongoException mongo && REFUSALS.contains(mongo.getCode())
                ? new StateRefusedException("MongoDB refused to " + action + ": " + describe(e))
                : failure(action, e);
    }

    /** Returns whether the server itself has refused a write for good, so that a repetition would not help. */
    static boolean isRefusal(MongoException e) {
        return (e instanceof MongoCommandException || e instanceof MongoWriteException)
                && !e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                && !e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL)
                && !e.hasErrorLabel("RetryableWriteError");
    }

    /** Returns the reason in words. The driver's own message of a refusal has the whole answer, with values that were stored. */
    static String describe(Throwable thrown) {
        return switch (thrown) {
            case MongoCommandException e -> e.getErrorMessage() + code(e);
            case MongoWriteException e -> e.getError().getMessage() + code(e);
            case MongoTimeoutException e -> withoutTheClustersState(String.valueOf(e.getMessage()));
            case IllegalStateException e when "state should be: open".equals(e.getMessage()) -> "the store is closed";
            default -> {
                String message = thrown.getMessage();
                yield message == null || message.isBlank() ? thrown.getClass().getName() : message;
            }
        };
    }

    /** Returns a message without the driver's view of all servers, of which the cause alone is kept. */
    private static String withoutTheClustersState(String message) {
        int view = message.indexOf(" Client view of cluster state");
        if (view < 0) {
            return message;
        }
        Matcher causes = CAUSE.matcher(message);
        return "no server that is the primary one was found in time"
                + (causes.find(view) ? " (" + causes.group(1) + ")" : "");
    }

    private static String code(MongoServerException e) {
        return " (error " + e.getCode() + ")";
    }

    private static String advice(RuntimeException e) {
        return switch (e) {
            case MongoSecurityException security ->
                "; check the user, the password and authSource, the database that knows the user";
            case MongoTimeoutException timeout -> "; check the address, and that the replica set has a primary server";
            case MongoException mongo
            when mongo.getCode() == UNAUTHORIZED -> "; give the user the role readWrite on the database";
            default -> "";
        };
    }
}
