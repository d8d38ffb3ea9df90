// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of what the store has in the database. They may be any text that PostgreSQL takes in quotes.
 *
 * @param table the name of the table of newest states
 * @param log the name of the table of the log
 * @param channel the channel of NOTIFY
 * @param publication the publication for logical replication
 */
record PostgresNames(String table, String log, String channel, String publication) {
    static final PostgresNames DEFAULT =
            new PostgresNames("actor_states", "actor_state_log", "actor_state_changes", "actor_state_changes");

    /** Tables give their names, with an ending, to functions and indexes, and PostgreSQL cuts off what is longer than 63 bytes. */
    private static final int MAX_TABLE_BYTES = 50;

    private static final int MAX_BYTES = 63;

    /** The names in the resource files, which are those of {@link #DEFAULT}. */
    private static final Pattern PLACE =
            Pattern.compile("\"actor_states(?:_\\w+)?\"|\"actor_state_log(?:_\\w+)?\"|([\"'])actor_state_changes\\1");

    PostgresNames {
        check("table", table, MAX_TABLE_BYTES);
        check("log-table", log, MAX_TABLE_BYTES);
        check("channel", channel, MAX_BYTES);
        check("publication", publication, MAX_BYTES);
        if (table.equals(log)) {
            throw new IllegalArgumentException(
                    "the options table and log-table must differ, but both are '" + table + "'");
        }
    }

    private static void check(String option, String name, int maxBytes) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        // A dollar sign could end the body of a function.
        boolean odd = name.chars().anyMatch(each -> Character.isISOControl(each) || each == '$')
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name);
        if (bytes < 1 || bytes > maxBytes || odd) {
            throw new IllegalArgumentException("the option " + option + " must be a name of 1 to " + maxBytes
                    + " bytes without control characters and dollar signs, but was '" + name + "' with " + bytes
                    + " bytes");
        }
    }

    String quotedTable() {
        return quoted(table);
    }

    String quotedLog() {
        return quoted(log);
    }

    String quotedChannel() {
        return quoted(channel);
    }

    String quotedPublication() {
        return quoted(publication);
    }

    /** Returns SQL with these names in place of the default ones. */
    String in(String sql) {
        return PLACE.matcher(sql).replaceAll(place -> Matcher.quoteReplacement(replacement(place.group())));
    }

    private String replacement(String place) {
        String name = place.substring(1, place.length() - 1);
        if (place.startsWith("'")) {
            return "'" + channel.replace("'", "''") + "'";
        }
        if (name.startsWith(DEFAULT.table)) {
            return quoted(table + name.substring(DEFAULT.table.length()));
        }
        if (name.startsWith(DEFAULT.log)) {
            return quoted(log + name.substring(DEFAULT.log.length()));
        }
        return quoted(publication);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
