// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

/**
 * One measurement.
 *
 * @param vitals what the process held
 * @param settledMs the time from the last cut until every stream showed the newest state
 * @param streamsAtServer the streams that the server had, those that nobody would resume among them
 */
record Checkup(Vitals vitals, double settledMs, int streamsAtServer) {
    @Override
    public String toString() {
        return "%s, %d streams at the server, settled in %.0f ms".formatted(vitals, streamsAtServer, settledMs);
    }
}
