// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import java.util.List;
import java.util.Map;

/** Callers that write by hand, on the same engine, what the calls of a server write. Used by one thread. */
interface BareCallers extends AutoCloseable {
    /** Callers where there is nothing to compare with. */
    BareCallers NONE = new BareCallers() {
        @Override
        public Map<BareWay, List<Load.Operation>> byWay() {
            return Map.of();
        }

        @Override
        public void close() {}
    };

    /** Returns the callers of each way in which the writes are done, as many as the server has. */
    Map<BareWay, List<Load.Operation>> byWay();

    /** Ends their connections. */
    @Override
    void close();
}
