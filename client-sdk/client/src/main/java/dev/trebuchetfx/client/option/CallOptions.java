// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Options of one call. Immutable; a new option breaks no caller, since every option has a default. */
public final class CallOptions {
    /** Options of a call with the client's timeout that is not sent twice and fails at once where there is no connection. */
    public static final CallOptions DEFAULT = builder().build();

    /** The defaults, but the call waits for a connection until its timeout. */
    public static final CallOptions WHEN_CONNECTED =
            builder().withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT).build();

    private final @Nullable Duration timeout;
    private final boolean idempotent;
    private final WithoutConnection withoutConnection;

    private CallOptions(Builder from) {
        this.timeout = from.timeout;
        this.idempotent = from.idempotent;
        this.withoutConnection = from.withoutConnection;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.timeout = timeout;
        builder.idempotent = idempotent;
        builder.withoutConnection = withoutConnection;
        return builder;
    }

    /** Returns the longest time to the response, or null for the client's default. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Returns whether the call may be sent again when its connection ends while it is under way. */
    public boolean idempotent() {
        return idempotent;
    }

    /** Returns what a call does while there is no connection. */
    public WithoutConnection withoutConnection() {
        return withoutConnection;
    }

    @Override
    public String toString() {
        return "CallOptions[timeout=" + timeout + ", idempotent=" + idempotent + ", withoutConnection="
                + withoutConnection + "]";
    }

    /** A builder of {@link CallOptions}. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Duration timeout;
        private boolean idempotent;
        private WithoutConnection withoutConnection = WithoutConnection.FAIL;

        private Builder() {}

        /**
         * Sets the longest time to the response, from the call or, with {@link WithoutConnection#WAIT}, from when it is sent.
         *
         * @param longest null for the client's default, which is the default
         */
        public Builder timeout(@Nullable Duration longest) {
            this.timeout = longest;
            return this;
        }

        /**
         * Sets whether the call may be sent again when its connection ends while it is under way; default false. Where it may not, such
         * a call fails with an {@link dev.trebuchetfx.client.error.OutcomeUnknownException}.
         */
        public Builder idempotent(boolean mayBeSentAgain) {
            this.idempotent = mayBeSentAgain;
            return this;
        }

        /** Sets what the call does while there is no connection; default {@link WithoutConnection#FAIL}. */
        public Builder withoutConnection(WithoutConnection choice) {
            this.withoutConnection = choice;
            return this;
        }

        /** Returns the options. */
        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
