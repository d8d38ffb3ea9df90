// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.filter.Filterable;
import dev.trebuchetfx.protocol.filter.Filterable.Judgement;
import dev.trebuchetfx.protocol.filter.StateJson;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.change.Steps;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorJson;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value of an actor's state, with what its streams need of it: its JSON, what each filter makes of it, and the encodings that are sent.
 * Each is computed once, and not before a stream needs it.
 *
 * <p>Confined to the turns of the actor whose state it is.
 */
final class FeedState {
    /** Beyond so many, filters that have ended are the most of them. */
    private static final int MAX_JUDGEMENTS = 1_000;

    private final Object value;
    private final ActorJson json;
    private final @Nullable HeldState stored;
    private final Map<FilterPlan, FilteredState> filtered = new HashMap<>();
    private final Map<StreamFilter, Judgement> judgements = new HashMap<>();
    /** Gone when the next state comes, so that what is kept for replays is not kept twice. */
    private final Steps<EncodedData> encodings = new Steps<>();

    // The last answers: most streams of a state ask the same.
    private @Nullable FilterPlan lastPlan;
    private @Nullable FilteredState lastFiltered;
    private @Nullable Bytes lastData;
    private @Nullable EncodedData lastEncoding;

    private @Nullable FeedState before;
    private @Nullable Bytes encoded;
    private @Nullable StateJson view;

    /**
     * Creates a value of which nothing is computed yet.
     *
     * @param stored the version of the actor's stored state that it was made of; null where the state is not stored
     * @param before the value before it, whose bytes are used again where a filter makes the same of both, and whose encodings are let go;
     *     null for the first
     */
    FeedState(Object value, ActorJson json, @Nullable HeldState stored, @Nullable FeedState before) {
        this.value = value;
        this.stored = stored;
        this.json = json;
        this.before = before;
        if (before != null) {
            before.before = null;
            before.forgetEncodings();
        }
    }

    /** Returns the version of the actor's stored state that it was made of; null where the state is not stored. */
    @Nullable
    HeldState stored() {
        return stored;
    }

    /** Returns what this filter makes of it; the same object for each stream that has the filter. */
    @SuppressWarnings("ReferenceEquality") // An equal plan that is another object is looked up.
    FilteredState by(FilterPlan plan) throws ActorCallException {
        FilteredState last = lastFiltered;
        if (last != null && plan == lastPlan) {
            return last;
        }
        FilteredState known = filtered.get(plan);
        if (known == null) {
            known = evaluate(plan);
            filtered.put(plan, known);
        }
        lastPlan = plan;
        lastFiltered = known;
        return known;
    }

    /** Lets go what a filter makes of it. */
    void forget(FilterPlan plan) {
        var unused = take(plan);
    }

    private @Nullable FilteredState take(FilterPlan plan) {
        lastPlan = null;
        lastFiltered = null;
        return filtered.remove(plan);
    }

    private void forgetEncodings() {
        encodings.clear();
        lastData = null;
        lastEncoding = null;
    }

    /** Lets go the value before it, after each stream has seen this one. */
    void forgetBefore() {
        before = null;
    }

    private FilteredState evaluate(FilterPlan plan) throws ActorCallException {
        if (judgements.size() > MAX_JUDGEMENTS) {
            judgements.clear();
        }
        List<Judgement> judged = value instanceof Filterable state
                ? plan.conditions().stream()
                        .map(condition -> judgements.computeIfAbsent(condition, state::judge))
                        .toList()
                : List.of();
        if (judged.contains(Judgement.UNWANTED)) {
            return FilteredState.unwanted(encoded == null ? 0 : encoded.size());
        }
        Bytes whole = encoded();
        FilterPlan.Reading reading = plan.read(view(whole), judged);
        if (!reading.passes()) {
            return FilteredState.unwanted(whole.size());
        }
        // Taken out, so that the copies of two states are not kept at once.
        FilteredState former = before == null ? null : before.take(plan);
        if (former != null && former.isSame(reading.json())) {
            return former.with(reading, whole.size());
        }
        boolean isWhole = reading.json() == view;
        StateContent content = isWhole
                ? new StateContent(whole, value instanceof DeltaCodable<?> codable ? codable : null)
                : new StateContent(Bytes.wrap(reading.json().bytes()), null, true);
        return new FilteredState(reading, content, whole.size());
    }

    /** Returns the encoding of what is sent while this is the newest state; encoded once, however many streams send it. */
    @SuppressWarnings("ReferenceEquality") // As the steps compare them.
    EncodedData encoded(Bytes data, Function<Bytes, EncodedData> encoder) {
        EncodedData known = lastEncoding;
        if (known == null || data != lastData) {
            known = encodings.of(null, new StateContent(data, null), () -> encoder.apply(data));
            lastData = data;
            lastEncoding = known;
        }
        return known;
    }

    private Bytes encoded() throws ActorCallException {
        Bytes known = encoded;
        if (known == null) {
            known = json.encode(value);
            encoded = known;
        }
        return known;
    }

    private StateJson view(Bytes whole) {
        StateJson known = view;
        if (known == null) {
            known = new StateJson(whole.unsafeArray());
            view = known;
        }
        return known;
    }
}
