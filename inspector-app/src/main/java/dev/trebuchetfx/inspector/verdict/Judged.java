// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.verdict;

import dev.trebuchetfx.inspector.audit.Judgement;
import dev.trebuchetfx.inspector.audit.LineEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a log turned out to be.
 *
 * @param line what it says of the line; null where that is nothing
 * @param judgement streams are counted from 1 for each side
 * @param side which of the log's sources it is of
 */
public record Judged(@Nullable LineEvent line, Judgement judgement, int side) {
    static final Judged NOTHING = new Judged(null, Judgement.NONE, 0);
}
