// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.filter.FilterMemory.Mark;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.store.StateVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A position in an actor's log with what the filter remembers there, which the client keeps and any server of the same store can read. The
 * ids are shortened to 64 bits: they tell histories apart and are no secret.
 *
 * @param generation the first half of the generation
 * @param number the number of the version
 * @param writeId the first half of the id of the write that made the version
 * @param plan the hash of the filter's text; 0 where everything passes
 * @param mark what the filter remembers, with the wall clock's milliseconds as its time
 */
record Cursor(long generation, long number, long writeId, int plan, Mark mark) {
    private static final byte FORM = 1;
    private static final int ABOVE_KNOWN = 1;
    private static final int ABOVE = 2;
    private static final int DIGEST = 4;
    private static final int SENT_AT = 8;
    private static final Mark NOTHING = new Mark(null, null, null);

    /** A cursor has 26 bytes without a filter, and at most 47. */
    private static final int MAX_BYTES = 64;

    /** Returns the cursor of a state; where nothing is stored, that of the origin, before the first version. */
    static Cursor of(HeldState state, FilterPlan plan, Mark mark, TimeSource time) {
        StateVersion version = state.version();
        UUID writeId = state.writeId();
        Mark memory = plan.isEverything() ? NOTHING : byWallClock(mark, time);
        return version == null || writeId == null
                ? new Cursor(0, 0, 0, hash(plan), memory)
                : new Cursor(
                        version.generation().getMostSignificantBits(),
                        version.number(),
                        writeId.getMostSignificantBits(),
                        hash(plan),
                        memory);
    }

    /** Returns whether this is the position before the first version. */
    boolean isOrigin() {
        return number == 0;
    }

    /**
     * Returns the number of versions after this one that nobody has seen, where the log does not lead on to the newest one. A new life counts as one
     * more, since nobody can tell whether the last versions of the life before were read.
     *
     * @param newest the newest version; null where nothing is stored
     */
    long unreadUpTo(@Nullable StateVersion newest) {
        if (newest == null) {
            return 0;
        }
        if (isOrigin()) {
            // As at a server that has come here from there by itself.
            return newest.number() - 1;
        }
        return isOf(newest.generation()) && newest.number() > number ? newest.number() - number - 1 : newest.number();
    }

    private static Mark byWallClock(Mark mark, TimeSource time) {
        Long sentAt = mark.sentAt();
        return sentAt == null
                ? mark
                : new Mark(
                        mark.above(),
                        mark.digest(),
                        time.instant().minusNanos(time.nanoTime() - sentAt).toEpochMilli());
    }

    /**
     * Returns what the filter remembers, by this process's monotonic clock. A time that seems to lie ahead is forgotten: clocks of servers
     * differ, and a filter must not wait for a moment that is long over.
     */
    Mark markBy(TimeSource time) {
        Long millis = mark.sentAt();
        if (millis == null) {
            return mark;
        }
        Instant sentAt = Instant.ofEpochMilli(millis);
        return new Mark(
                mark.above(),
                mark.digest(),
                sentAt.isAfter(time.instant()) ? null : Long.valueOf(nanosOf(sentAt, time)));
    }

    /** Returns a moment of the wall clock by the monotonic one, or now if it seems to lie ahead: clocks of servers and of databases differ. */
    static long nanosOf(Instant moment, TimeSource time) {
        Duration ago = Duration.between(moment, time.instant());
        return ago.isNegative() ? time.nanoTime() : time.nanoTime() - ago.toNanos();
    }

    private static int hash(FilterPlan plan) {
        if (plan.isEverything()) {
            return 0;
        }
        int hash = plan.filter().hashCode();
        return hash == 0 ? 1 : hash;
    }

    /** Returns whether it was made under this filter, so that the filter can go on. */
    boolean isOf(FilterPlan wanted) {
        return plan == hash(wanted);
    }

    boolean isOf(UUID wanted) {
        return generation == wanted.getMostSignificantBits();
    }

    /** Returns whether this is the position of a version, and not of another one with the same number. */
    boolean isAt(HeldState state) {
        StateVersion version = state.version();
        UUID write = state.writeId();
        if (version == null) {
            return isOrigin();
        }
        return write != null
                && isOf(version.generation())
                && version.number() == number
                && write.getMostSignificantBits() == writeId;
    }

    /** Returns the text that travels. */
    String text() {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        out.put(FORM).putLong(generation).putLong(number).putLong(writeId);
        if (plan != 0) {
            Boolean above = mark.above();
            Long digest = mark.digest();
            Long sentAt = mark.sentAt();
            out.putInt(plan);
            out.put((byte) ((above == null ? 0 : above ? ABOVE_KNOWN | ABOVE : ABOVE_KNOWN)
                    | (digest == null ? 0 : DIGEST)
                    | (sentAt == null ? 0 : SENT_AT)));
            if (digest != null) {
                out.putLong(digest);
            }
            if (sentAt != null) {
                out.putLong(sentAt);
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads a cursor; null for none, and for a text that is none, which counts as absent. */
    static @Nullable Cursor parse(@Nullable String text) {
        if (text == null || text.length() > 2 * MAX_BYTES) {
            return null;
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (in.get() != FORM) {
                return null;
            }
            long generation = in.getLong();
            long number = in.getLong();
            long writeId = in.getLong();
            int plan = 0;
            Mark mark = NOTHING;
            if (in.hasRemaining()) {
                plan = in.getInt();
                int flags = in.get();
                mark = new Mark(
                        (flags & ABOVE_KNOWN) == 0 ? null : Boolean.valueOf((flags & ABOVE) != 0),
                        (flags & DIGEST) == 0 ? null : Long.valueOf(in.getLong()),
                        (flags & SENT_AT) == 0 ? null : Long.valueOf(in.getLong()));
            }
            return number < 0 || in.hasRemaining() ? null : new Cursor(generation, number, writeId, plan, mark);
        } catch (IllegalArgumentException | BufferUnderflowException malformed) {
            return null;
        }
    }
}
