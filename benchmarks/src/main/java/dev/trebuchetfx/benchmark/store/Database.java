// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place for states that one run of the benchmark has to itself. Used by one thread. */
interface Database extends AutoCloseable {
    /** Returns its name for figures, lower-case words. */
    String name();

    /** Opens a store of its states; each store is another node's. */
    ActorStateStore open(TimeSource time) throws IOException;

    /** Returns the words of the bare writes to compare with; null where there are none. */
    @Nullable
    BareDialect bare();

    /** Returns the ways in which bare writes are done; the first one has the goal. */
    List<BareWay> bareWays();

    /** Removes all that the run has made. */
    @Override
    void close() throws IOException;
}
