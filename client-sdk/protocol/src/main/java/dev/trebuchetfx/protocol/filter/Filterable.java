// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

/**
 * A state that judges filters itself, at the server, before it is written as JSON. What every subscriber's filter leaves out is never
 * written at all.
 */
public interface Filterable {

    /**
     * Whether a subscriber with this filter wants this state.
     *
     * <p>Asked once for each state and each condition that subscribers have, custom ones included, however many subscribers there are; of
     * a combination each condition by itself. Not asked for what needs the subscriber's own past, or takes nothing out
     * ({@code changed}, {@code crosses}, {@code rate-limit}, {@code fields}).
     *
     * @return {@link Judgement#UNDECIDED} to have the state's JSON judged, as for any other state
     */
    Judgement judge(StreamFilter condition);

    /** What a state says of a filter. */
    enum Judgement {
        WANTED,
        UNWANTED,
        UNDECIDED
    }
}
