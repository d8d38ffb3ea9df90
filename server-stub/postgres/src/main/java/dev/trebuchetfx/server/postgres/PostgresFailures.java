// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The store's exceptions for what the driver throws. */
final class PostgresFailures {
    /** The class of states in which a value doesn't fit its type, such as a name that is too long. */
    private static final String DATA_EXCEPTION = "22";

    /** The class of states in which a constraint doesn't hold that somebody has put on the table. */
    private static final String CONSTRAINT = "23";

    private static final String PROGRAM_LIMIT_EXCEEDED = "54";

    /** The class of states in which the server doesn't let a user in. */
    private static final String INVALID_AUTHORIZATION = "28";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private PostgresFailures() {}

    /** Returns the exception for a failure after which a write may or may not have been stored. */
    static StateStoreException failure(String action, SQLException e) {
        return new StateStoreException("PostgreSQL could not " + action + ": " + describe(e) + advice(e), e);
    }

    private static String advice(SQLException e) {
        if (e.getCause() instanceof UnknownHostException host) {
            return " There is no host '" + host.getMessage() + "'; check the address";
        }
        if (e.getSQLState() != null && e.getSQLState().startsWith(INVALID_AUTHORIZATION)) {
            return "; check the user, and the password in the address, the option password-file or PGPASSWORD";
        }
        return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                ? "; give the user the rights that docs/postgres.md lists"
                : "";
    }

    /** Returns whether the server has refused the values of a statement, so that nothing of it was done. */
    static boolean isRefused(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return state.startsWith(DATA_EXCEPTION)
                || state.startsWith(CONSTRAINT)
                || state.startsWith(PROGRAM_LIMIT_EXCEEDED);
    }

    /** Returns the exception for a failed write: a refusal where the database itself has refused the values. */
    static RuntimeException writeFailure(String action, SQLException e) {
        if (hasNoTrigger(e)) {
            return new StateStoreException(
                    "PostgreSQL could not " + action
                            + ": the trigger that numbers changes is missing; start with the option create-schema",
                    e);
        }
        if (isRefused(e)) {
            return new StateRefusedException("PostgreSQL refused to " + action + ": " + describe(e));
        }
        return failure(action, e);
    }

    private static boolean hasNoTrigger(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException found ? found.getServerErrorMessage() : null;
        return message != null && "trebuchet_numbered".equals(message.getConstraint());
    }

    /** Returns the reason in words, with the first cause, since the pool hides it behind its own words. */
    static String describe(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof PSQLException)) {
            cause = cause.getCause();
        }
        String words = text(thrown);
        return cause == thrown ? words : words + " (" + text(cause) + ")";
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getName() : message;
    }
}
