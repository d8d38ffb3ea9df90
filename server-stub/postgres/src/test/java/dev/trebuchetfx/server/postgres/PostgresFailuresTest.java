// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class PostgresFailuresTest {
    @Test
    void aWrongPasswordSaysWhereItComesFrom() {
        SQLException wrong = new PSQLException(
                "FATAL: password authentication failed for user \"node\"", PSQLState.INVALID_PASSWORD);
        assertThat(PostgresFailures.failure("open the store", wrong))
                .hasMessage("PostgreSQL could not open the store: FATAL: password authentication failed for user"
                        + " \"node\"; check the user, and the password in the address, the option password-file or"
                        + " PGPASSWORD");
    }

    @Test
    void anUnknownHostIsNamed() {
        SQLException unknown = new PSQLException(
                "The connection attempt failed.",
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                new UnknownHostException("databse.example"));
        assertThat(PostgresFailures.failure("open the store", unknown))
                .hasMessage("PostgreSQL could not open the store: The connection attempt failed. There is no host"
                        + " 'databse.example'; check the address");
    }

    @Test
    void missingRightsAreNamedWithTheirRemedy() {
        SQLException denied = new SQLException("permission denied for schema public", "42501");
        assertThat(PostgresFailures.failure("open the store", denied))
                .hasMessage(
                        "PostgreSQL could not open the store: permission denied for schema public; give the user the"
                                + " rights that docs/postgres.md lists");
    }
}
