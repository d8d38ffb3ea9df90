// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The callers of all bare writes that are compared with a server, as many of each way as the server has. Used by one thread. */
final class BareCallers implements AutoCloseable {
    private final List<BareWrites> writes = new ArrayList<>();
    private final Map<BareWay, List<BareWrites.Row>> rows = new EnumMap<>(BareWay.class);

    /**
     * Connects.
     *
     * @param dialect null for no bare writes
     * @throws IOException if the database can't be used
     */
    BareCallers(@Nullable BareDialect dialect, List<BareWay> ways, int callers, InstantSource clock)
            throws IOException, InterruptedException {
        if (dialect == null) {
            return;
        }
        boolean isReady = false;
        try {
            for (BareWay way : ways) {
                BareWrites made = new BareWrites(dialect, way, clock);
                writes.add(made);
                rows.put(way, made.actors(callers));
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

    Map<BareWay, List<BareWrites.Row>> rows() {
        return rows;
    }

    @Override
    public void close() {
        writes.forEach(BareWrites::close);
    }
}
