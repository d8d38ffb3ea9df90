// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

/** One connection to a database on which changes are heard, from the moment in which it has been opened. */
public interface ListeningSession extends AutoCloseable {
    /**
     * Tells of changes, and first that it is connected, until the connection fails or is closed. Returns never otherwise.
     *
     * @param listener hears of the changes; it does not throw
     * @throws Exception if the connection fails
     */
    void run(StateChangeSource.Listener listener) throws Exception;

    /** Closes the connection, so that {@link #run} ends. May be called by any thread, and again without effect. */
    @Override
    void close();

    /** An opener of sessions. */
    interface Opener {
        /**
         * Opens a session, which may block.
         *
         * @throws Exception if the database can't be reached
         */
        ListeningSession open() throws Exception;
    }
}
