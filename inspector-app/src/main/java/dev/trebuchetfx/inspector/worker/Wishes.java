// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

/**
 * What the window wants of its worker. Immutable: another wish is another object.
 *
 * @param chosen number of the logical stream of which everything is wanted; 0 for none
 * @param paused whether what is new may wait
 */
public record Wishes(TableQuery table, int chosen, boolean paused) {
    public static final Wishes NONE = new Wishes(TableQuery.EVERYTHING, 0, false);

    public Wishes with(TableQuery wanted) {
        return new Wishes(wanted, chosen, paused);
    }

    public Wishes withChosen(int stream) {
        return new Wishes(table, stream, paused);
    }

    public Wishes withPaused(boolean wait) {
        return new Wishes(table, chosen, wait);
    }
}
