// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The callers of bare writes by JDBC. */
final class JdbcCallers implements BareCallers {
    private final List<BareWrites> writes = new ArrayList<>();
    private final Map<BareWay, List<Load.Operation>> rows = new EnumMap<>(BareWay.class);

    /**
     * Connects.
     *
     * @throws IOException if the database can't be used
     */
    JdbcCallers(BareDialect dialect, List<BareWay> ways, int callers, InstantSource clock)
            throws IOException, InterruptedException {
        BareWrites.makeTables(dialect);
        boolean isReady = false;
        try {
            for (BareWay way : ways) {
                BareWrites made = new BareWrites(dialect, way, clock);
                writes.add(made);
                rows.put(way, List.copyOf(made.actors(callers)));
            }
            isReady = true;
        } catch (SQLException e) {
            throw new IOException("the bare writes can't begin: " + e.getMessage(), e);
        } finally {
            if (!isReady) {
                close();
            }
        }
    }

    @Override
    public Map<BareWay, List<Load.Operation>> byWay() {
        return rows;
    }

    @Override
    public void close() {
        writes.forEach(BareWrites::close);
    }
}
