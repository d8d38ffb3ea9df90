// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.server.actor.StreamedState;

/** An actor whose states are as large as a test wants them. */
public final class Book {
    private final StreamedState<Page> page = new StreamedState<>(new Page(0, ""));

    /** Its state. */
    public record Page(int number, String text) {}

    /** Sets one state after another. */
    public int turn(int pages, int length) {
        for (int i = 0; i < pages; i++) {
            page.set(new Page(page.get().number() + 1, "x".repeat(length)));
        }
        return page.get().number();
    }

    public StreamedState<Page> observePage() {
        return page;
    }
}
