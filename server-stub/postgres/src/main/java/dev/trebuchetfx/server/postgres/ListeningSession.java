// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.StateChangeSource;
import java.sql.SQLException;

/** One connection on which changes are heard, from the moment in which it has been opened. */
interface ListeningSession extends AutoCloseable {
    /** Tells of changes, and first that it is connected, until the connection fails or is closed. Returns never otherwise. */
    void run(StateChangeSource.Listener listener) throws SQLException;

    /** Closes the connection, so that {@link #run} ends. May be called by any thread, and again without effect. */
    @Override
    void close();

    /** An opener of sessions, which blocks. */
    interface Opener {
        ListeningSession open() throws SQLException;
    }
}
