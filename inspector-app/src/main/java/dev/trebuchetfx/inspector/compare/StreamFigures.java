// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import org.jspecify.annotations.Nullable;

/**
 * One logical stream of one capture, in figures.
 *
 * @param updates numbers that came, each counted once
 * @param messages that brought them
 * @param perSecond messages; null where there are too few
 * @param meanBytes of a message
 * @param firstStateNanos from the invocation to the first state; null where not both were seen
 * @param conflated how many updates the application was not given, since it was slower
 */
public record StreamFigures(
        long updates,
        long messages,
        @Nullable Double perSecond,
        long meanBytes,
        @Nullable Long firstStateNanos,
        long restarts,
        long conflated) {}
