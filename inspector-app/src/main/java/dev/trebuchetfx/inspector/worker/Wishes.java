// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

/**
 * What the window wants of its worker. Immutable: another wish is another object, and has another number.
 *
 * @param chosen number of the logical stream of which everything is wanted; 0 for none
 * @param paused whether what is new may wait
 * @param number counts the wishes
 * @param queries counts those of them that ask the table for something else
 */
public record Wishes(TableQuery table, int chosen, boolean paused, long number, long queries) {
    public static final Wishes NONE = new Wishes(TableQuery.EVERYTHING, 0, false, 0, 0);

    public Wishes with(TableQuery wanted) {
        return new Wishes(wanted, chosen, paused, number + 1, queries + 1);
    }

    public Wishes withChosen(int stream) {
        return new Wishes(table, stream, paused, number + 1, queries);
    }

    public Wishes withPaused(boolean wait) {
        return new Wishes(table, chosen, wait, number + 1, queries);
    }
}
