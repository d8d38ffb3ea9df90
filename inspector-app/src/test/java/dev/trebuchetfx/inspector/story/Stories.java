// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.story;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport.Cause;
import dev.trebuchetfx.inspector.story.Story.Line;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.RestartReason;

/** Stories that several tests tell. */
public final class Stories {
    private Stories() {}

    /** A day in the life of a stream: everything that can happen to it, once. */
    public static Line everything(Story story) {
        story.connect();
        Line todos = story.after(3).open(1, "todos", "observeState");
        Line prices = story.after(2).open(2, "prices", "observeQuotes");
        story.updates(todos, 1, 1).freshness(todos, Freshness.LIVE, "the first state came");
        story.updates(prices, 1, 6).freshness(prices, Freshness.LIVE, "the first state came");
        story.updates(todos, 2, 20).heartbeat(todos, 20);
        story.call("todos", "addTodo", "\"Oil the winch\"", "{\"id\":\"t-5\"}", null);
        story.updates(todos, 21, 42);
        // The line is cut; four updates happen meanwhile.
        story.after(800).cut(todos, prices).after(1_400).connect();
        story.resume(todos, 42).resume(prices, 6);
        story.freshness(todos, Freshness.CATCHING_UP, "resuming").freshness(prices, Freshness.CATCHING_UP, "resuming");
        story.replayed(todos, 42, 46, 1).replay(todos, 43, 46).freshness(todos, Freshness.LIVE, "replayed");
        story.replayed(prices, 6, 9, 1).replay(prices, 7, 9).freshness(prices, Freshness.LIVE, "replayed");
        story.after(120).duplicate(todos, 46).duplicate(todos, 45);
        story.updates(todos, 47, 51);
        // 52 to 54 are jumped over, and come after all.
        story.after(60).data(todos, 55, Bytes.utf8(Story.state(55)), null);
        story.gap(todos, 52, 54L, Cause.JUMPED, false).freshness(todos, Freshness.RESYNCING, "a gap");
        story.resume(todos, 51).replayed(todos, 51, 55, 1).replay(todos, 52, 55);
        story.gap(todos, 52, 54L, Cause.JUMPED, true).freshness(todos, Freshness.LIVE, "healed");
        story.updates(todos, 56, 58).after(40).skipped(todos, 62, 3).updates(todos, 63, 66);
        story.undecodable("{\"type\":\"streamData\",\"payl", "expected a value at offset 27, found the end");
        story.call("todos", "removeTodo", "\"t-99\"", null, "no todo with the id t-99");
        // Too much is missed for the buffer: a restart.
        story.after(900).cut(todos, prices).after(9_200).connect().resume(todos, 66);
        Line again = story.restarted(todos, 66, RestartReason.EVICTED, 8L);
        story.gap(todos, 67, 74L, Cause.EVICTED, false);
        story.updates(again, 1, 1).freshness(again, Freshness.LIVE, "restarted with the full state");
        story.updates(again, 2, 14).after(300).updates(again, 15, 15).heartbeat(again, 15);
        story.resume(prices, 9);
        return again;
    }
}
