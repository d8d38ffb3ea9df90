// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

/**
 * A state that decides itself on the conditions of filters, at the server, before it is written as JSON. A state that no subscriber wants
 * is never written at all.
 */
public interface Filterable {

    /**
     * Decides whether the state passes one condition, so that the server need not write the state as JSON to find out.
     *
     * <p>The server asks once for each state and each condition that subscribers have, however many subscribers share it. Custom filters
     * are conditions too, and of a combination each condition is asked by itself. The server does not ask for {@code changed},
     * {@code crosses}, {@code rate-limit} and {@code fields}, which depend on the subscriber's past or let every state pass.
     *
     * @return the decision; {@link Judgement#UNDECIDED} to let the condition decide on the state's JSON, as for any other state
     */
    Judgement judge(StreamFilter condition);

    /** The decision of a state on a condition. */
    enum Judgement {
        /** The state passes the condition. */
        WANTED,
        /** The state does not pass the condition. */
        UNWANTED,
        /** The condition decides on the state's JSON; a custom filter lets it pass. */
        UNDECIDED
    }
}
