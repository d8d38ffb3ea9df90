// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An actor of a {@link PlainSwiftServer}. Its state is JSON that a test sets. Safe for use by any thread. */
public final class PlainActor {
    private final String name;
    private final ReentrantLock lock;
    private final Map<String, Function<List<String>, String>> methods = new HashMap<>();
    private BiFunction<String, List<String>, String> view = (state, arguments) -> state;
    private Consumer<PlainActor> changed = actor -> {};
    private String id = PlainJson.id(UUID.randomUUID());
    private String state;
    private @Nullable String delta;
    private boolean deltas;
    private boolean beginsWithChange;
    private boolean loses;

    PlainActor(String name, String state, ReentrantLock lock) {
        this.name = name;
        this.state = state;
        this.lock = lock;
    }

    /** The name that it is exposed under. */
    public String name() {
        return name;
    }

    /** Its real id, another one in each process of the server. */
    public String id() {
        return id;
    }

    /** The state is this from now on: each stream is told, equal or not. */
    public void become(String json) {
        change(json, null);
    }

    /** As {@link #become}, but streams of an actor {@link #withDeltas} get just the change. */
    public void change(String json, @Nullable String change) {
        lock.lock();
        try {
            state = json;
            delta = change;
            changed.accept(this);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #change}, but on the line it gets lost: streams have numbered and kept it. */
    public void changeUnheard(String json, @Nullable String change) {
        lock.lock();
        try {
            loses = true;
            change(json, change);
        } finally {
            loses = false;
            lock.unlock();
        }
    }

    /** The next stream of an actor {@link #withDeltas} begins with the newest change, as where all streams share what was sent last. */
    public void beginNextWithChange() {
        lock.lock();
        try {
            beginsWithChange = true;
        } finally {
            lock.unlock();
        }
    }

    boolean losesIt() {
        return loses;
    }

    /** From now on updates are StateDeltas, the first of each stream full. */
    public PlainActor withDeltas() {
        deltas = true;
        return this;
    }

    /** What a stream shows depends on its arguments, which are JSON. */
    public PlainActor showing(BiFunction<String, List<String>, String> newView) {
        view = newView;
        return this;
    }

    /** Calls of this target identifier get what this makes of their arguments; all JSON. */
    public PlainActor answering(String targetIdentifier, Function<List<String>, String> method) {
        methods.put(targetIdentifier, method);
        return this;
    }

    @Nullable
    Function<List<String>, String> method(String targetIdentifier) {
        return methods.get(targetIdentifier);
    }

    void onChange(Consumer<PlainActor> listener) {
        changed = listener;
    }

    void rebornAs(String newId) {
        id = newId;
    }

    /** The state as filters see it. */
    String seenWith(List<String> arguments) {
        return view.apply(state, arguments);
    }

    /** What an update holds. */
    String content(List<String> arguments, boolean first) {
        String seen = seenWith(arguments);
        if (!deltas) {
            return seen;
        }
        boolean full = (first && !beginsWithChange) || delta == null;
        beginsWithChange &= !first;
        var content = PlainJson.object();
        content.put("isFull", full);
        content.put("data", PlainJson.base64(full ? seen : String.valueOf(delta)));
        return content.toString();
    }
}
