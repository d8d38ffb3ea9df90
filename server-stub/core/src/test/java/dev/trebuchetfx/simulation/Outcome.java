// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

/**
 * Figures of one run.
 *
 * @param steps how often something was done to it, by life or as a fault
 * @param events how much happened in consequence: messages, timers, tasks
 * @param updates how many updates were shown
 * @param virtualNanos how much time passed
 * @param convergenceNanos how long after the last fault every client was equal to the server
 */
record Outcome(long steps, long events, long updates, long virtualNanos, long convergenceNanos, FaultCounts faults) {}
