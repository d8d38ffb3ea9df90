// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.change.ChangeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The algebra of pending changes: a state of the server, and the edits that are applied to it in order. Immutable; every method is a pure
 * function, as far as the edits are.
 *
 * <p>At most one edit is {@link ChangeStatus#SENT}. While one is, a newer state of the server is held, since it may have the effect already: applied
 * to it, the edit would show twice. The answer names the version that has the effect, so that the edit goes in the very step in which
 * the held state becomes the base. {@link #released} stops the wait.
 */
public final class PendingEdits<S> {
    private final @Nullable Confirmed<S> base;
    private final @Nullable Confirmed<S> held;
    /** True after a release, until the edit that was sent is answered. */
    private final boolean impatient;

    private final List<Edit<S>> edits;
    private final @Nullable S shown;

    /**
     * A state of the server.
     *
     * @param version of the stored actor; null where the server told none
     */
    public record Confirmed<S>(S state, @Nullable Long version, Instant serverTime) {}

    /**
     * An edit with the step at which it is.
     *
     * @param version the version that has the effect, once it is answered; null for none
     * @param whyNotShown the error for which its effect is left out; null if it shows
     */
    public record Edit<S>(
            UUID key,
            UnaryOperator<S> change,
            ChangeStatus status,
            @Nullable Long version,
            @Nullable Throwable whyNotShown) {
        /** Makes an edit whose call waits. */
        public Edit(UUID key, UnaryOperator<S> change) {
            this(key, change, ChangeStatus.WAITING, null, null);
        }

        Edit<S> at(ChangeStatus next, @Nullable Long effect) {
            return new Edit<>(key, change, next, effect, whyNotShown);
        }

        Edit<S> hiddenBy(@Nullable Throwable why) {
            return why == whyNotShown ? this : new Edit<>(key, change, status, version, why);
        }

        boolean isIn(@Nullable Long confirmed) {
            return version != null && confirmed != null && version <= confirmed;
        }
    }

    private PendingEdits(
            @Nullable Confirmed<S> base,
            @Nullable Confirmed<S> held,
            boolean impatient,
            List<Edit<S>> edits,
            @Nullable S shown) {
        this.base = base;
        this.held = held;
        this.impatient = impatient;
        this.edits = edits;
        this.shown = shown;
    }

    /** Returns no state and no edits. */
    public static <S> PendingEdits<S> none() {
        return new PendingEdits<>(null, null, false, List.of(), null);
    }

    /** Returns the server's state, or null before the first. */
    public @Nullable Confirmed<S> base() {
        return base;
    }

    /** Returns the server's state with every edit applied that can be, or null before the first. */
    public @Nullable S shown() {
        return shown;
    }

    /** Returns the edits in order. */
    public List<Edit<S>> edits() {
        return edits;
    }

    /** Returns whether a newer state of the server is held. */
    public boolean isHolding() {
        return held != null;
    }

    /** Returns the first edit that waits; null if there is none, or if one is under way. */
    public @Nullable Edit<S> next() {
        return isUnderWay()
                ? null
                : edits.stream()
                        .filter(edit -> edit.status() == ChangeStatus.WAITING)
                        .findFirst()
                        .orElse(null);
    }

    private boolean isUnderWay() {
        return edits.stream().anyMatch(edit -> edit.status() == ChangeStatus.SENT);
    }

    /** A newer state of the server has come. */
    public PendingEdits<S> updated(Confirmed<S> newest) {
        return isUnderWay() && !impatient && base != null
                ? new PendingEdits<>(base, newest, false, edits, shown)
                : basedOn(newest, impatient, edits);
    }

    /** What is held is waited for no longer. */
    public PendingEdits<S> released() {
        return held == null ? this : basedOn(held, true, edits);
    }

    /** An edit is made. */
    public PendingEdits<S> added(Edit<S> edit) {
        List<Edit<S>> more = new ArrayList<>(edits);
        if (base == null || shown == null) {
            more.add(edit);
            return new PendingEdits<>(base, held, impatient, List.copyOf(more), shown);
        }
        Applied<S> applied = apply(edit, shown);
        more.add(applied.edit());
        return new PendingEdits<>(base, held, impatient, List.copyOf(more), applied.state());
    }

    /** Edits of an earlier run come before all others. */
    public PendingEdits<S> preceded(List<Edit<S>> earlier) {
        List<Edit<S>> all = new ArrayList<>(earlier);
        all.addAll(edits);
        return basedOn(base, held, impatient, all);
    }

    /** The call of an edit is sent. */
    public PendingEdits<S> sent(UUID key) {
        return at(key, ChangeStatus.SENT);
    }

    /** The call of an edit is to be sent again, at its place in the order. */
    public PendingEdits<S> returned(UUID key) {
        return at(key, ChangeStatus.WAITING).settled();
    }

    /**
     * The call of an edit is done.
     *
     * @param version the version that has the effect; null where the server told none, so that the newest state is taken to have it
     */
    public PendingEdits<S> answered(UUID key, @Nullable Long version) {
        List<Edit<S>> next = new ArrayList<>(edits.size());
        for (Edit<S> edit : edits) {
            if (!edit.key().equals(key)) {
                next.add(edit);
            } else if (version != null) {
                next.add(edit.at(ChangeStatus.ANSWERED, version));
            }
        }
        return basedOn(base, held, impatient, next).settled();
    }

    /** The server's states have the effect of an edit, or never will show it. */
    public PendingEdits<S> over(UUID key) {
        return without(key).released();
    }

    /** The call of an edit was refused, or it is withdrawn. */
    public PendingEdits<S> failed(UUID key) {
        return without(key).settled();
    }

    private PendingEdits<S> without(UUID key) {
        return contains(key)
                ? basedOn(
                        base,
                        held,
                        impatient,
                        edits.stream().filter(edit -> !edit.key().equals(key)).toList())
                : this;
    }

    /** Returns whether an edit is still under way. */
    public boolean contains(UUID key) {
        return find(edit -> edit.key().equals(key)) != null;
    }

    /** Returns an edit, or null. */
    public @Nullable Edit<S> find(Predicate<Edit<S>> which) {
        return edits.stream().filter(which).findFirst().orElse(null);
    }

    private PendingEdits<S> at(UUID key, ChangeStatus status) {
        List<Edit<S>> next = edits.stream()
                .map(edit -> edit.key().equals(key) ? edit.at(status, null) : edit)
                .toList();
        return new PendingEdits<>(base, held, impatient, next, shown);
    }

    /** Takes what is held as the base once nothing is under way. */
    private PendingEdits<S> settled() {
        if (isUnderWay()) {
            return this;
        }
        return held == null ? new PendingEdits<>(base, null, false, edits, shown) : basedOn(held, false, edits);
    }

    /** Becomes the edits over a state of the server, without those that it has. */
    private static <S> PendingEdits<S> basedOn(Confirmed<S> newest, boolean impatient, List<Edit<S>> edits) {
        return basedOn(newest, null, impatient, edits);
    }

    private static <S> PendingEdits<S> basedOn(
            @Nullable Confirmed<S> newest, @Nullable Confirmed<S> held, boolean impatient, List<Edit<S>> edits) {
        if (newest == null) {
            return new PendingEdits<>(null, held, impatient, List.copyOf(edits), null);
        }
        S state = newest.state();
        List<Edit<S>> left = new ArrayList<>(edits.size());
        for (Edit<S> edit : edits) {
            if (!edit.isIn(newest.version())) {
                Applied<S> applied = apply(edit, state);
                state = applied.state();
                left.add(applied.edit());
            }
        }
        return new PendingEdits<>(newest, held, impatient, List.copyOf(left), state);
    }

    private record Applied<S>(Edit<S> edit, S state) {}

    private static <S> Applied<S> apply(Edit<S> edit, S state) {
        try {
            S after = Objects.requireNonNull(
                    edit.change().apply(state), "expected a state but the edit of a change returned null");
            return new Applied<>(edit.hiddenBy(null), after);
        } catch (Throwable e) {
            // The application's edit may throw anything: the server decides about the call, and the others show.
            return new Applied<>(edit.hiddenBy(e), state);
        }
    }
}
