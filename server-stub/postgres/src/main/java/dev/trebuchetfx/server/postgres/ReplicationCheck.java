// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.StateStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The check that a server is set up for logical replication, in words that say what to set. */
final class ReplicationCheck {
    private ReplicationCheck() {}

    /**
     * Checks the server.
     *
     * @throws StateStoreException if it can't replicate to one more node; the message says what to do
     */
    static void check(Connection connection) throws SQLException {
        String level = value(connection, "SHOW wal_level");
        if (!level.equals("logical")) {
            throw refusal(
                    "wal_level must be logical but is " + level + "; set it in postgresql.conf and restart the server");
        }
        String role = value(connection, "SELECT current_user");
        // Amazon's servers give the right by a role in place of the attribute.
        String may = value(
                connection,
                "SELECT rolsuper OR rolreplication OR EXISTS (SELECT FROM pg_roles g WHERE g.rolname = 'rds_replication'"
                        + " AND pg_has_role(current_user, g.oid, 'MEMBER')) FROM pg_roles WHERE rolname = current_user");
        if (!may.equals("t")) {
            throw refusal(
                    "the role \"" + role + "\" must have the attribute REPLICATION but lacks it; run ALTER ROLE \""
                            + role + "\" REPLICATION");
        }
        checkFree(connection, "max_replication_slots", "SELECT count(*) FROM pg_replication_slots");
        checkFree(connection, "max_wal_senders", "SELECT count(*) FROM pg_stat_replication");
    }

    private static void checkFree(Connection connection, String setting, String used) throws SQLException {
        int most = Integer.parseInt(value(connection, "SHOW " + setting));
        int now = Integer.parseInt(value(connection, used));
        if (now >= most) {
            throw refusal(setting + " must leave one for this node, but all " + most
                    + " are in use; raise it in postgresql.conf and restart the server");
        }
    }

    private static StateStoreException refusal(String what) {
        return new StateStoreException("changes=replication can't be used: " + what + ", or use changes=notify", null);
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
