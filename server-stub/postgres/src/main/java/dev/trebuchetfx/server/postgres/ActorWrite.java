// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A write of an actor that has a state.
 *
 * @param expected the version that must be the newest one
 */
record ActorWrite(String actor, StateVersion expected, StateWrite write) {
    private static final String BYTES = "bytea";

    /** The columns of the rows that one statement writes, in the order of its parameters. */
    private static final List<Column> COLUMNS = List.of(
            new Column("varchar", ActorWrite::actor),
            new Column("uuid", each -> each.expected.generation()),
            new Column("int8", each -> each.expected.number()),
            new Column(BYTES, each -> each.write.json().unsafeArray()),
            new Column("uuid", each -> each.write.writeId()),
            new Column("varchar", each -> each.write.callKey()),
            new Column(BYTES, each -> array(each.write.result())),
            new Column("int4", each -> each.write.schema()),
            new Column("bool", each -> each.write.patch() != null),
            new Column(BYTES, each -> content(each.write).unsafeArray()));

    private record Column(String type, Function<ActorWrite, @Nullable Object> value) {}

    /** Returns the bytes of the state as JSON. */
    int bytes() {
        return write.json().size();
    }

    /** Returns what the log keeps of a write of an actor that has a state. */
    static Bytes content(StateWrite write) {
        Bytes patch = write.patch();
        return patch == null ? write.json() : patch;
    }

    private static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.unsafeArray();
    }

    /** Sets the parameters of a statement that writes one row an actor: of several writes of an actor, the first one's. */
    static void bind(PreparedStatement statement, List<ActorWrite> all) throws SQLException {
        Map<String, ActorWrite> rows = new TreeMap<>();
        all.forEach(each -> rows.putIfAbsent(each.actor, each));
        Connection connection = statement.getConnection();
        int index = 1;
        for (Column column : COLUMNS) {
            Stream<@Nullable Object> values = rows.values().stream().map(column.value);
            statement.setArray(
                    index++,
                    connection.createArrayOf(
                            column.type, column.type.equals(BYTES) ? values.toArray(byte[][]::new) : values.toArray()));
        }
    }
}
