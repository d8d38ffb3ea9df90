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
 * @param filter what the stream's filters may leave out, beyond the one that it is opened with
 */
record Observation(
        int actor,
        Ledger ledger,
        StreamOptions options,
        @Nullable StreamFilter filter) {}
