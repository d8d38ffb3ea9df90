// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

/**
 * What the simulation may ask of client and server.
 *
 * @param noticesSilence whether a line that has died without closing is noticed: if not, each such line is cut before the end
 * @param noticesLostTails whether an update that was lost before a silence is noticed: if not, another one follows before the end
 */
record Rules(boolean noticesSilence, boolean noticesLostTails) {
    /** What holds now. */
    static final Rules CURRENT = new Rules(true, true);
}
