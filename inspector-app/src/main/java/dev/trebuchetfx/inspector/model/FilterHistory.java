// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was asked before, the newest last; one steps through it as through that of a shell. Confined to the FX thread. */
public final class FilterHistory {
    private static final int MAX = 50;

    private final List<String> texts = new ArrayList<>();
    private Consumer<List<String>> keeper = list -> {};
    private int at;
    private String begun = "";

    FilterHistory() {}

    /**
     * Goes on from what was remembered of an earlier run.
     *
     * @param remembered the newest last
     * @param changes is told of each change
     */
    public void remember(List<String> remembered, Consumer<List<String>> changes) {
        texts.clear();
        texts.addAll(remembered.subList(Math.max(0, remembered.size() - MAX), remembered.size()));
        at = texts.size();
        keeper = changes;
    }

    /** Remembers a text, unless it is empty. */
    public void keep(String text) {
        if (!text.isBlank()) {
            texts.remove(text);
            texts.add(text);
            if (texts.size() > MAX) {
                texts.removeFirst();
            }
            keeper.accept(List.copyOf(texts));
        }
        at = texts.size();
    }

    /** The text before; null at the oldest. {@code now}: what stands there, to come back to. */
    public @Nullable String previous(String now) {
        if (at == texts.size()) {
            begun = now;
        }
        if (at == 0) {
            return null;
        }
        at--;
        return texts.get(at);
    }

    /** The text after, at the end what one began with; null where one has not gone back. */
    public @Nullable String next() {
        if (at >= texts.size()) {
            return null;
        }
        at++;
        return at == texts.size() ? begun : texts.get(at);
    }

    /** The newest last. */
    public List<String> texts() {
        return List.copyOf(texts);
    }
}
