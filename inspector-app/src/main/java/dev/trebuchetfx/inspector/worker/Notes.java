// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.capture.Comment;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a person noted about events: marks and comments. Immutable. */
public final class Notes {
    public static final Notes NONE = new Notes(new TreeMap<>());

    private final NavigableMap<Long, Comment> byIndex;

    private Notes(NavigableMap<Long, Comment> byIndex) {
        this.byIndex = byIndex;
    }

    /** Those of a file; a later one about the same event takes the place of an earlier. */
    public static Notes of(List<Comment> comments) {
        Notes notes = NONE;
        for (Comment comment : comments) {
            notes = notes.with(comment);
        }
        return notes;
    }

    /** These and one more, or one less where it says nothing. */
    public Notes with(Comment comment) {
        NavigableMap<Long, Comment> changed = new TreeMap<>(byIndex);
        if (comment.marked() || !comment.text().isEmpty()) {
            changed.put(comment.index(), comment);
        } else {
            changed.remove(comment.index());
        }
        return new Notes(changed);
    }

    /** About the event at this index of the log; null for nothing. */
    public @Nullable Comment at(long index) {
        return byIndex.get(index);
    }

    /** Whether the event at this index is marked. */
    public boolean isMarked(long index) {
        Comment comment = byIndex.get(index);
        return comment != null && comment.marked();
    }

    /** The next marked event after {@code index}, or before it where {@code step} is -1; null for none. */
    public @Nullable Long nextMark(long index, int step) {
        Map.Entry<Long, Comment> at = step > 0 ? byIndex.higherEntry(index) : byIndex.lowerEntry(index);
        while (at != null && !at.getValue().marked()) {
            at = step > 0 ? byIndex.higherEntry(at.getKey()) : byIndex.lowerEntry(at.getKey());
        }
        return at == null ? null : at.getKey();
    }

    /** In the order of the events. */
    public List<Comment> list() {
        return List.copyOf(byIndex.values());
    }

    public boolean isEmpty() {
        return byIndex.isEmpty();
    }
}
