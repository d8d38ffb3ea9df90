// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.example;

import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.Map;
import java.util.TreeMap;

/** A poll whose votes outlive the server. */
public final class Poll implements StatefulActor<Poll.Votes> {
    public record Votes(Map<String, Integer> byOption) {}

    private final PersistentState<Votes> votes = new PersistentState<>(Votes.class, new Votes(Map.of()));
    private final StreamedState<Integer> total = votes.view(
            now -> now.byOption().values().stream().mapToInt(Integer::intValue).sum());

    @Override
    public PersistentState<Votes> persistentState() {
        return votes;
    }

    public StreamedState<Votes> observeVotes() {
        return votes.streamed();
    }

    public StreamedState<Integer> observeTotal() {
        return total;
    }

    public int vote(String option) {
        Map<String, Integer> next = new TreeMap<>(votes.get().byOption());
        int sum = next.merge(option, 1, Integer::sum);
        votes.set(new Votes(next));
        return sum;
    }
}
