// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a client observes, and observes again after it was killed.
 *
 * @param actor which one, by number
 * @param ledger of that actor
 * @param lag how long a node may not know of what another one did, in nanoseconds
 * @param numbersEach whether each state that passes has a number, whichever node gives it: so where logs forget nothing
 * @param filter what the stream's filters may leave out, beyond the one that it is opened with
 */
record Observation(
        int actor,
        Ledger ledger,
        long lag,
        boolean numbersEach,
        StreamOptions options,
        @Nullable StreamFilter filter) {}
