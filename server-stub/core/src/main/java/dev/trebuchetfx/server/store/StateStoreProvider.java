// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.Map;

/** A maker of stores for the addresses of one engine, found by {@link java.util.ServiceLoader}: {@code serve --store} asks each. */
public interface StateStoreProvider {
    /** Returns the form of the addresses that it understands, for help and errors, such as {@code sqlite:FILE}. */
    String form();

    /** Returns whether it understands an address. */
    boolean accepts(String address);

    /**
     * Opens the store at an address that it accepts.
     *
     * @param options the values of further options by their names, such as {@code create-schema}; an unknown name is refused
     * @param time the time of waits and repetitions
     * @throws IllegalArgumentException if the address or an option can't be used; the message says why
     * @throws StateStoreException if the store can't be used, as where its tables are missing; the message says what to do
     */
    ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time);
}
