// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

/**
 * The source of changes that others make: other nodes, or people and programs that edit the database. It may lose, delay and repeat news
 * while it is not connected, and says so: whoever listens reads the newest versions of what it needs after each {@link Listener#connected}.
 */
public interface StateChangeSource extends AutoCloseable {
    /**
     * Begins to listen, and returns at once. A database that can't be reached is no error: the source tries again by itself until it is closed.
     *
     * @throws IllegalStateException if it has been started already
     */
    void start(Listener listener);

    /** Ends the calls to the listener and frees what the source holds. Calling it again has no effect. */
    @Override
    void close();

    /** A listener to changes. Its methods are called one at a time, by a thread of the source, and return quickly. */
    interface Listener {
        /**
         * From here on every change is heard. What happened before may have been missed, so the newest versions are to be read now. Also
         * called where anything may have changed at once, as after a TRUNCATE.
         */
        void connected();

        /** A state has changed. */
        void changed(StateChange change);

        /**
         * Changes are not heard any more, or too late, until {@link #connected} is called again.
         *
         * @param why the reason, in words for the operator
         */
        void disconnected(String why);

        /**
         * Something came that is no news of a change, and was ignored.
         *
         * @param what a description of it, in words for the operator
         */
        void malformed(String what);
    }
}
