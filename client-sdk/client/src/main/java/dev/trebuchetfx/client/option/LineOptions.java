// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import java.time.Duration;

/**
 * The rules by which a client uses its connections, for servers that ask for special ones. Immutable; a new option breaks no caller, since
 * every option has a default.
 *
 * <p>An endpoint that closes a connection with 1003, since it takes no binary messages, gets text from then on, and what else
 * {@link #GATEWAY} says where nothing else was set. One that closes with 1009, since a frame was too large, gets smaller frames. The client
 * remembers this for each endpoint until it is closed, and tells its taps.
 */
public final class LineOptions {
    /** Binary messages in one frame each, on a connection that lasts as long as it can. */
    public static final LineOptions DEFAULT = builder().build();

    /**
     * Rules for a WebSocket API of Amazon API Gateway: text in frames of 32,000 bytes, messages of at most 128 KiB, another connection
     * before two hours are over, a message before ten minutes are over, and patience with updates that overtake each other, of which the
     * gateway promises no order
     * (<a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html">quotas</a>).
     */
    public static final LineOptions GATEWAY = builder()
            .textMessages(true)
            .maxFrameBytes(32_000)
            .maxMessageBytes(128 << 10)
            .longestLife(Duration.ofMinutes(110))
            .keepAlive(Duration.ofMinutes(5))
            .reorderWait(Duration.ofSeconds(1))
            .build();

    private final boolean textMessages;
    private final int maxFrameBytes;
    private final int maxMessageBytes;
    private final Duration longestLife;
    private final Duration keepAlive;
    private final Duration reorderWait;

    private LineOptions(Builder from) {
        this.textMessages = from.textMessages;
        this.maxFrameBytes = from.maxFrameBytes;
        this.maxMessageBytes = from.maxMessageBytes;
        this.longestLife = from.longestLife;
        this.keepAlive = from.keepAlive;
        this.reorderWait = from.reorderWait;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.textMessages = textMessages;
        builder.maxFrameBytes = maxFrameBytes;
        builder.maxMessageBytes = maxMessageBytes;
        builder.longestLife = longestLife;
        builder.keepAlive = keepAlive;
        builder.reorderWait = reorderWait;
        return builder;
    }

    /** Returns whether messages are sent as text. */
    public boolean textMessages() {
        return textMessages;
    }

    /** Returns the most bytes of a message in one frame; {@link Integer#MAX_VALUE} for no limit. */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** Returns the most bytes of a message that is sent; {@link Integer#MAX_VALUE} for no limit. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Returns the longest time for which a connection is used; zero for no limit. */
    public Duration longestLife() {
        return longestLife;
    }

    /** Returns the longest time without a message of the client; zero for no limit. */
    public Duration keepAlive() {
        return keepAlive;
    }

    /** Returns how long an update that came too early waits for those before it; zero if it does not. */
    public Duration reorderWait() {
        return reorderWait;
    }

    @Override
    public String toString() {
        return "LineOptions[textMessages=" + textMessages + ", maxFrameBytes=" + maxFrameBytes + ", maxMessageBytes="
                + maxMessageBytes + ", longestLife=" + longestLife + ", keepAlive=" + keepAlive + ", reorderWait="
                + reorderWait + "]";
    }

    /** A builder of {@link LineOptions}. Not safe for use by several threads. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(36_500);
        private static final Duration LONGEST_REORDER_WAIT = Duration.ofMinutes(1);

        private boolean textMessages;
        private int maxFrameBytes = Integer.MAX_VALUE;
        private int maxMessageBytes = Integer.MAX_VALUE;
        private Duration longestLife = Duration.ZERO;
        private Duration keepAlive = Duration.ZERO;
        private Duration reorderWait = Duration.ZERO;

        private Builder() {}

        /** Sets whether messages are sent as text; by default they are binary. Messages of both kinds are read in any case. */
        public Builder textMessages(boolean text) {
            this.textMessages = text;
            return this;
        }

        /**
         * Sets the most bytes of a message in one frame; by default a message is one frame. A larger message travels in several.
         *
         * @throws IllegalArgumentException if it is less than 125, which every peer takes
         */
        public Builder maxFrameBytes(int bytes) {
            this.maxFrameBytes = atLeast125("maxFrameBytes", bytes);
            return this;
        }

        /**
         * Sets the most bytes of a message that is sent; no limit by default. A call that needs more fails with
         * {@link dev.trebuchetfx.client.error.MessageTooLargeException} and leaves the connection alone.
         *
         * @throws IllegalArgumentException if it is less than 125
         */
        public Builder maxMessageBytes(int bytes) {
            this.maxMessageBytes = atLeast125("maxMessageBytes", bytes);
            return this;
        }

        /**
         * Sets the longest time for which a connection is used; zero, the default, for no limit. When between 80 % and all of it is over,
         * each time drawn anew, a second connection is opened, on which the streams go on. The first one is closed when the calls that were
         * sent on it are answered, so that no update and no response is lost.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder longestLife(Duration longest) {
            this.longestLife = notNegative("longestLife", longest, LONGEST);
            return this;
        }

        /**
         * Sets the longest time without a message of the client, after which it sends a {@code heartbeat}; zero, the default, for never. It
         * names the newest number of each stream, so that a server can tell whether the last updates were lost. Pings are sent in any case,
         * but a gateway may not count them.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder keepAlive(Duration longest) {
            this.keepAlive = notNegative("keepAlive", longest, LONGEST);
            return this;
        }

        /**
         * Sets how long an update that came before others of its stream waits for them, before they count as missing; zero, the default, for
         * connections that keep the order. Meanwhile the stream stays as fresh as it was. A minute at most.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder reorderWait(Duration longest) {
            this.reorderWait = notNegative("reorderWait", longest, LONGEST_REORDER_WAIT);
            return this;
        }

        private static int atLeast125(String what, int bytes) {
            if (bytes < 125) {
                throw new IllegalArgumentException(what + " must be at least 125 but was " + bytes);
            }
            return bytes;
        }

        private static Duration notNegative(String what, Duration value, Duration most) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(what + " must not be negative but was " + value);
            }
            return value.compareTo(most) > 0 ? most : value;
        }

        /** Returns the options. */
        public LineOptions build() {
            return new LineOptions(this);
        }
    }
}
