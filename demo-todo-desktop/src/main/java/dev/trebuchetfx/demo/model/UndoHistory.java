// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The changes that somebody has made in this window and can take back, the newest first. What others did meanwhile stays. A step is
 * run at once, and the next one waits for its answer. Confined to the FX thread.
 */
public final class UndoHistory {
    /** The most steps that can be taken back. */
    static final int LIMIT = 100;

    private final Notices notices;
    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();

    private final ReadOnlyStringWrapper nextUndo = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper nextRedo = new ReadOnlyStringWrapper("");
    private boolean isRunning;

    UndoHistory(Notices notices) {
        this.notices = notices;
    }

    /**
     * A change that can be taken back.
     *
     * @param name the change in words, such as "delete “Milk”"
     */
    record Step(String name, Supplier<CompletableFuture<?>> undo, Supplier<CompletableFuture<?>> redo) {}

    /** Notes a change that was made; what was taken back before can't be made again then. */
    void add(Step step) {
        undone.clear();
        push(done, step);
    }

    /** Returns the property of the name of the change that {@link #undo} takes back; empty if there is none. */
    public ReadOnlyStringProperty nextUndoProperty() {
        return nextUndo.getReadOnlyProperty();
    }

    /** Returns the property of the name of the change that {@link #redo} makes again; empty if there is none. */
    public ReadOnlyStringProperty nextRedoProperty() {
        return nextRedo.getReadOnlyProperty();
    }

    /** Takes the newest change back, if there is one and no other step is under way. */
    public void undo() {
        Step newest = done.peekFirst();
        if (newest != null) {
            undo(newest);
        }
    }

    /** Takes this change back, if that was not done yet and no other step is under way. */
    void undo(Step step) {
        run(step, done, undone, true);
    }

    /** Makes the change again that was taken back last, if there is one and no other step is under way. */
    public void redo() {
        Step newest = undone.peekFirst();
        if (newest != null) {
            run(newest, undone, done, false);
        }
    }

    private void run(Step step, Deque<Step> from, Deque<Step> to, boolean isUndo) {
        if (isRunning || !from.remove(step)) {
            return;
        }
        isRunning = true;
        showNext();
        CompletableFuture<?> asked = (isUndo ? step.undo() : step.redo()).get();
        Outcome.of(asked, error -> {
            isRunning = false;
            push(error == null ? to : from, step);
            if (error != null) {
                notices.failed(Words.of(isUndo ? "notice.not-undone" : "notice.not-redone", step.name()), error, null);
            }
        });
    }

    private void push(Deque<Step> steps, Step step) {
        steps.addFirst(step);
        if (steps.size() > LIMIT) {
            steps.removeLast();
        }
        showNext();
    }

    private void showNext() {
        nextUndo.set(nameOf(done.peekFirst()));
        nextRedo.set(nameOf(undone.peekFirst()));
    }

    private static String nameOf(@Nullable Step step) {
        return step == null ? "" : step.name();
    }
}
