// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that are kept for a while. Memory grows with what comes, never with what is announced, and is taken from a budget; once there is no room
 * for all, nothing is kept.
 *
 * <p>Owned by one thread.
 */
final class KeptBytes {
    private static final int SMALLEST = 512;
    private static final int LARGEST = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final LookBudget budget;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = NOTHING;
    private int inLast;
    private int size;
    private long reserved;
    private boolean lost;

    KeptBytes(LookBudget budget) {
        this.budget = budget;
    }

    int size() {
        return size;
    }

    /** Returns whether everything that was added since the last {@link #clear} is kept. */
    boolean isWhole() {
        return !lost;
    }

    /** Lets go of what is kept, and keeps nothing of what comes until the next {@link #clear}. */
    void lose() {
        clear();
        lost = true;
    }

    /** Notes that so many bytes are to come: if they can't be kept, none of them needs to be. */
    void announce(long bytes) {
        if (bytes > budget.mostOfOneMessage() - size) {
            lose();
        }
    }

    /** Adds bytes, or loses everything if there is no room for them. */
    void add(byte[] bytes, int offset, int length) {
        if (!lost && !addIfRoom(bytes, offset, length)) {
            lose();
        }
    }

    /** Adds bytes as {@link #add} does, each changed by the mask of its place in the payload (RFC 6455 section 5.3). */
    void addUnmasked(byte[] bytes, int offset, int length, byte[] header, int maskAt, long place) {
        if (lost) {
            return;
        }
        byte[] plain = new byte[length];
        for (int i = 0; i < length; i++) {
            plain[i] = (byte) (bytes[offset + i] ^ header[maskAt + (int) ((place + i) & 3)]);
        }
        add(plain, 0, length);
    }

    /** Adds bytes and returns true; returns false, and changes nothing, if there is no room for all of them. */
    boolean addIfRoom(byte[] bytes, int offset, int length) {
        if (lost || length > budget.mostOfOneMessage() - size) {
            return false;
        }
        int more = length - (last.length - inLast);
        if (more > 0) {
            int next = Math.max(more, Math.clamp(size, SMALLEST, LARGEST));
            if (!budget.take(next)) {
                return false;
            }
            reserved += next;
            grow(bytes, offset, length, next);
        } else {
            System.arraycopy(bytes, offset, last, inLast, length);
            inLast += length;
        }
        size += length;
        return true;
    }

    private void grow(byte[] bytes, int offset, int length, int next) {
        int here = last.length - inLast;
        System.arraycopy(bytes, offset, last, inLast, here);
        if (last.length > 0) {
            full.add(last);
        }
        last = new byte[next];
        inLast = length - here;
        System.arraycopy(bytes, offset + here, last, 0, inLast);
    }

    /** Returns what is kept, as one array that belongs to the caller. It stays taken from the budget until {@link #clear}. */
    Bytes take() {
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] part : full) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        System.arraycopy(last, 0, all, at, inLast);
        full.clear();
        last = NOTHING;
        inLast = 0;
        size = 0;
        return Bytes.wrap(all);
    }

    /** Writes what is kept, and lets go of it. */
    void moveTo(FrameRelay.Outlet outlet) throws IOException {
        for (byte[] part : full) {
            outlet.write(part, 0, part.length);
        }
        outlet.write(last, 0, inLast);
        clear();
    }

    /** Moves what {@code other} keeps to the end of this; returns false, and changes nothing, if there is no room. */
    boolean addIfRoom(KeptBytes other) {
        if (lost || other.size > budget.mostOfOneMessage() + LARGEST - size) {
            return false;
        }
        if (other.full.isEmpty()) {
            boolean copied = addIfRoom(other.last, 0, other.inLast);
            if (copied) {
                other.clear();
            }
            return copied;
        }
        if (inLast < last.length) {
            last = Arrays.copyOf(last, inLast);
        }
        if (inLast > 0) {
            full.add(last);
        }
        full.addAll(other.full);
        last = other.last;
        inLast = other.inLast;
        size += other.size;
        reserved += other.reserved;
        other.reserved = 0;
        other.clear();
        return true;
    }

    /** Lets go of what is kept, and gives its room back. */
    void clear() {
        budget.giveBack(reserved);
        reserved = 0;
        full.clear();
        last = NOTHING;
        inLast = 0;
        size = 0;
        lost = false;
    }
}
