// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/** A place for states that one run of the benchmark has to itself. Used by one thread. */
interface Database extends AutoCloseable {
    /** Returns its name for figures, lower-case words. */
    String name();

    /** Opens a store of its states; each store is another node's. */
    ActorStateStore open(TimeSource time) throws IOException;

    /**
     * Opens the store at an address.
     *
     * @throws IOException if this program has no store for it
     */
    static ActorStateStore open(String address, Map<String, String> options, TimeSource time) throws IOException {
        for (StateStoreProvider provider : ServiceLoader.load(StateStoreProvider.class)) {
            if (provider.accepts(address)) {
                return provider.open(address, LogRetention.DEFAULT, options, time);
            }
        }
        throw new IOException("no store of this program is for " + address);
    }

    /**
     * Makes callers that write the same by hand; {@link BareCallers#NONE} where there is nothing to compare with.
     *
     * @param callers how many there are of each way
     * @throws IOException if the database can't be used
     */
    BareCallers bare(int callers, InstantSource clock) throws IOException, InterruptedException;

    /** Returns the ways in which those write; the first one has the goal. */
    List<BareWay> bareWays();

    /** Returns the bytes that the database takes, on the disk or in memory; empty where it does not tell. */
    default OptionalLong bytes() throws IOException {
        return OptionalLong.empty();
    }

    /** Removes all that the run has made. */
    @Override
    void close() throws IOException;
}
