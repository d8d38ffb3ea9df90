// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A stored actor whose state has 1 kB of JSON and of which each call changes one number. */
public final class Sheet implements StatefulActor<Sheet.Page> {
    private static final int LINES = 10;
    private static final String LINE = "x".repeat(97);

    /** The state before the first call. */
    static final Page FIRST = new Page(0, Collections.nCopies(LINES, LINE));

    private final PersistentState<Page> state = new PersistentState<>(Page.class, FIRST);
    private static final int WHOLE_EVERY = 64;

    private final LongAdder runs;

    /** The state: the number of calls that were made, and what does not change. */
    public record Page(long number, List<String> lines) {
        /** Returns the state after another call. */
        Page next() {
            return new Page(number + 1, lines);
        }
    }

    /**
     * Creates the actor.
     *
     * @param runs counts how often the method ran, which is more often than it was called where another server was quicker
     */
    Sheet(LongAdder runs) {
        this.runs = runs;
    }

    /** Creates an actor whose calls are answered before they are stored, so long at the most. */
    static Sheet writingBehind(LongAdder runs, Duration longest) {
        Sheet sheet = new Sheet(runs);
        sheet.state.writeBehind(longest);
        return sheet;
    }

    /** Returns the JSON of the state after so many calls. */
    static String json(long number) {
        return "{\"lines\":[" + String.join(",", Collections.nCopies(LINES, '"' + LINE + '"')) + "],\"number\":"
                + number + "}";
    }

    /** Returns whether a log gets the whole state after so many calls, as a server writes it. */
    static boolean isWhole(long number) {
        return number % WHOLE_EVERY == 0;
    }

    /** Returns the content of the log's entry after so many calls: the state, or the JSON Patch that makes it of the one before. */
    static String logged(long number) {
        return isWhole(number) ? json(number) : patch(number);
    }

    private static String patch(long number) {
        return "[{\"op\":\"replace\",\"path\":\"/number\",\"value\":" + number + "}]";
    }

    @Override
    public PersistentState<Page> persistentState() {
        return state;
    }

    /** Returns the state that clients observe. */
    public StreamedState<Page> observeState() {
        return state.streamed();
    }

    /** Changes the state, and returns how often it was called. */
    public long change() {
        runs.increment();
        Page next = state.get().next();
        state.set(next);
        return next.number();
    }
}
