// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Options of the changes of a state. Immutable.
 *
 * @param <S> the type of the state
 */
public final class ChangeOptions<S> {
    private final OfflineChanges offline;
    private final int maxWaiting;
    private final @Nullable Duration timeout;
    private final Duration repeatWithin;
    private final Map<String, BiFunction<? super S, CallArguments, ? extends S>> edits;

    private ChangeOptions(Builder<S> from) {
        this.offline = from.offline;
        this.maxWaiting = from.maxWaiting;
        this.timeout = from.timeout;
        this.repeatWithin = from.repeatWithin;
        this.edits = Map.copyOf(from.edits);
    }

    /** Returns options with every default. */
    public static <S> ChangeOptions<S> defaults() {
        return ChangeOptions.<S>builder().build();
    }

    /** Returns a builder with the defaults. */
    public static <S> Builder<S> builder() {
        return new Builder<>();
    }

    /** Returns what becomes of a change that is made while there is no connection. */
    public OfflineChanges offline() {
        return offline;
    }

    /** Returns the largest number of changes that are under way at one time. */
    public int maxWaiting() {
        return maxWaiting;
    }

    /** Returns the longest time to the answer to a call, or null for the client's default. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Returns the time for which a call whose answer was lost is sent again. */
    public Duration repeatWithin() {
        return repeatWithin;
    }

    /** Returns the registered edits by method. */
    public Map<String, BiFunction<? super S, CallArguments, ? extends S>> edits() {
        return edits;
    }

    /**
     * A builder of {@link ChangeOptions}. Not safe for use by several threads.
     *
     * @param <S> the type of the state
     */
    public static final class Builder<S> {
        private OfflineChanges offline = OfflineChanges.QUEUED;
        private int maxWaiting = 1_000;
        private @Nullable Duration timeout;
        private Duration repeatWithin = Duration.ofMinutes(5);
        private final Map<String, BiFunction<? super S, CallArguments, ? extends S>> edits = new LinkedHashMap<>();

        private Builder() {}

        /** Sets what becomes of a change that is made while there is no connection; default {@link OfflineChanges#QUEUED}. */
        public Builder<S> offline(OfflineChanges choice) {
            this.offline = choice;
            return this;
        }

        /**
         * Sets the largest number of changes that are under way at one time; default 1,000. A further one is refused. Each of them is applied to each newer state of
         * the server.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder<S> maxWaiting(int changes) {
            if (changes < 1) {
                throw new IllegalArgumentException("maxWaiting must be at least 1 but was " + changes);
            }
            this.maxWaiting = changes;
            return this;
        }

        /** Sets the longest time to the answer to a call, from when it is sent; null, the default, for the client's. */
        public Builder<S> timeout(@Nullable Duration longest) {
            this.timeout = longest;
            return this;
        }

        /**
         * Sets the time after the first sending within which a call is sent again whose answer was lost; default 5 min, as long as a server's log
         * remembers a call by default. After it the change fails, since the server might do the call twice.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder<S> repeatWithin(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("repeatWithin must not be negative but was " + age);
            }
            this.repeatWithin = TimeSource.bounded(age);
            return this;
        }

        /**
         * Registers the edit that shows a method's effect. It serves {@link ChangingState#change(RemoteCall)}, and shows the changes that an earlier run has left.
         *
         * @param targetIdentifier the method
         * @param edit returns the state after the call for a state before it; pure
         */
        public Builder<S> edit(String targetIdentifier, BiFunction<? super S, CallArguments, ? extends S> edit) {
            edits.put(targetIdentifier, edit);
            return this;
        }

        /** Returns the options. */
        public ChangeOptions<S> build() {
            return new ChangeOptions<>(this);
        }
    }
}
