// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.trebuchetfx.protocol.filter.Filterable;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An actor that shows a number and some text, and counts how often it is looked at. */
public final class Meter implements ActorLifecycle {
    private @Nullable ActorContext context;
    /** How often a state was asked about a filter, by all filters together. */
    final List<StreamFilter> asked = new ArrayList<>();
    /** How often a state was written as JSON. */
    int written;

    private final StreamedState<Level> state = new StreamedState<>(new Level(0, "quiet"));
    private final StreamedState<Judged> judged = new StreamedState<>(new Judged(0));

    /** A state with two fields. */
    public record Level(int level, String text) {}

    /** A state that knows the custom filter {@code odd} and judges thresholds itself. */
    public final class Judged implements Filterable {
        private final int level;

        Judged(int level) {
            this.level = level;
        }

        @JsonProperty("level")
        public int level() {
            written++;
            return level;
        }

        @Override
        public Judgement judge(StreamFilter condition) {
            asked.add(condition);
            if ("odd".equals(condition.name())) {
                return level % 2 == 1 ? Judgement.WANTED : Judgement.UNWANTED;
            }
            if ("threshold".equals(condition.name())) {
                return level > 10 ? Judgement.WANTED : Judgement.UNWANTED;
            }
            return Judgement.UNDECIDED;
        }
    }

    @Override
    public void started(ActorContext given) {
        context = given;
    }

    public StreamedState<Level> observeLevel() {
        return state;
    }

    public StreamedState<Judged> observeJudged() {
        return judged;
    }

    void show(int level) {
        show(level, "quiet");
    }

    void show(int level, String text) {
        Objects.requireNonNull(context).execute(() -> {
            state.set(new Level(level, text));
            judged.set(new Judged(level));
        });
    }
}
