// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/** Options of one stream. Immutable; a new option breaks no caller, since every option has a default. */
public final class StreamOptions {
    /** Options of a stream without a filter or deltas, conflated to the newest state for a slow subscriber; gaps are healed. */
    public static final StreamOptions DEFAULT = builder().build();

    private final @Nullable StreamFilter filter;
    private final Delivery delivery;
    private final GapPolicy gaps;
    private final Deltas deltas;

    private StreamOptions(Builder from) {
        this.filter = from.filter;
        this.delivery = from.delivery;
        this.gaps = from.gaps;
        this.deltas = from.deltas;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.filter = filter;
        builder.delivery = delivery;
        builder.gaps = gaps;
        builder.deltas = deltas;
        return builder;
    }

    /** Returns which updates the server shall send, or null for all. */
    public @Nullable StreamFilter filter() {
        return filter;
    }

    /** Returns what a subscriber that is slower than the stream gets. */
    public Delivery delivery() {
        return delivery;
    }

    /** Returns what the stream does when an update does not come. */
    public GapPolicy gaps() {
        return gaps;
    }

    /** Returns what may travel instead of whole states. */
    public Deltas deltas() {
        return deltas;
    }

    @Override
    public String toString() {
        return "StreamOptions[filter=" + filter + ", delivery=" + delivery + ", gaps=" + gaps + ", deltas=" + deltas
                + "]";
    }

    /** A builder of {@link StreamOptions}. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable StreamFilter filter;
        private Delivery delivery = new Delivery.Latest();
        private GapPolicy gaps = GapPolicy.HEAL;
        private Deltas deltas = Deltas.NONE;

        private Builder() {}

        /** Sets which updates the server shall send; null, the default, for all. */
        public Builder filter(@Nullable StreamFilter wanted) {
            this.filter = wanted;
            return this;
        }

        /** Sets what a subscriber that is slower than the stream gets; default {@link Delivery.Latest}. */
        public Builder delivery(Delivery choice) {
            this.delivery = choice;
            return this;
        }

        /** Delivers every update, from a queue of {@code capacity} events; see {@link Delivery.Every}. */
        public Builder everyUpdate(int capacity) {
            return delivery(new Delivery.Every(capacity));
        }

        /** Sets what the stream does when an update does not come; default {@link GapPolicy#HEAL}. */
        public Builder gaps(GapPolicy policy) {
            this.gaps = policy;
            return this;
        }

        /** Sets what may travel instead of whole states; default {@link Deltas#NONE}. */
        public Builder deltas(Deltas choice) {
            this.deltas = choice;
            return this;
        }

        /** Returns the options. */
        public StreamOptions build() {
            return new StreamOptions(this);
        }
    }
}
