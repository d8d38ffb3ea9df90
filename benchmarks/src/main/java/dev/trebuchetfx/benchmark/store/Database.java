// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A place for states that one run of the benchmark has to itself. Used by one thread. */
interface Database extends AutoCloseable {
    /** Returns its name for figures: one lower-case word. */
    String name();

    /** Opens a store of its states; each store is another node's. */
    ActorStateStore open(TimeSource time) throws IOException;

    /** Returns the bare writes to compare with; null where there are none. */
    @Nullable
    BareDialect bare();

    /** Removes all that the run has made. */
    @Override
    void close() throws IOException;
}
