// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the tables.
 *
 * @param states the table of newest states, which others may edit
 * @param log the table of the log
 * @param changes the table by which nodes agree on who reads the stream, and by which that one tells the others
 */
record DynamoNames(String states, String log, String changes) {
    static final String DEFAULT_TABLE = "trebuche-actor-state";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

    DynamoNames {
        check("table", states);
        check("log-table", log);
        check("changes-table", changes);
        if (Set.of(states).contains(log) || Set.of(states, log).contains(changes)) {
            throw new IllegalArgumentException(
                    "the table and the options log-table and changes-table must differ, but were '" + states + "', '"
                            + log + "' and '" + changes + "'");
        }
    }

    private static void check(String option, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the " + option
                    + " must be a name of 3 to 255 letters, digits, _, - and ." + " but was '" + name + "'");
        }
    }
}
