// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a capture file, which {@code docs/capture-format.md} describes: a signature, then blocks.
 *
 * <p>A block is {@code length u32, type u32, payload, crc32c u32, length u32}, little endian; the length is that of the payload, the
 * checksum that of type and payload.
 */
final class FileBlock {
    static final int VERSION = 1;
    static final int HEADER = 1;
    static final int NAMES = 2;
    static final int EVENTS = 3;
    static final int HOLE = 4;
    static final int COMMENT = 5;
    static final int END = 6;

    /** Before the payload. */
    static final int HEAD = 8;
    /** After it. */
    static final int TAIL = 8;
    /** A block holds about a mebibyte, or one event that is larger. */
    static final int MAX_LENGTH = 128 << 20;
    /** {@code firstIndex u64, count u32, body bytes u32}. */
    static final int EVENTS_HEAD = 16;
    /** time, sequence, size, stream, detail, connection, flags, kind. */
    static final int EVENT_COLUMNS = 8 + 8 + 4 + 4 + 4 + 4 + 2 + 1;

    /** Not text, shows a transfer in text mode, ends a listing on old systems: as PNG's. */
    private static final byte[] SIGNATURE = {(byte) 0x89, 'T', 'F', 'X', '\r', '\n', 0x1A, '\n'};

    private FileBlock() {}

    static byte[] signature() {
        return SIGNATURE.clone();
    }

    static boolean isSignature(byte[] start) {
        return Arrays.equals(start, 0, Math.min(start.length, SIGNATURE.length), SIGNATURE, 0, SIGNATURE.length);
    }

    static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A block, from start to limit, ready to be written. */
    static ByteBuffer of(int type, byte[] payload) {
        ByteBuffer block = begin(type, payload.length);
        block.put(payload);
        return end(block);
    }

    private static ByteBuffer begin(int type, int length) {
        return buffer(HEAD + length + TAIL).putInt(length).putInt(type);
    }

    private static ByteBuffer end(ByteBuffer block) {
        int length = block.position() - HEAD;
        return block.putInt(checksum(block, length)).putInt(length).flip();
    }

    /** Of type and payload of the block that begins at 0. */
    static int checksum(ByteBuffer block, int length) {
        CRC32C crc = new CRC32C();
        crc.update(block.array(), block.arrayOffset() + 4, 4 + length);
        return (int) crc.getValue();
    }

    /** The events of a chunk. */
    static ByteBuffer events(Chunk chunk) {
        int count = chunk.count();
        int bodies = chunk.bodyBytes();
        ByteBuffer block = begin(EVENTS, EVENTS_HEAD + count * EVENT_COLUMNS + bodies);
        EventColumns columns = chunk.columns();
        block.putLong(chunk.firstIndex).putInt(count).putInt(bodies);
        putLongs(block, columns.time, count);
        putLongs(block, columns.sequence, count);
        putInts(block, columns.size, count);
        putInts(block, columns.stream, count);
        putInts(block, columns.detail, count);
        putInts(block, columns.connection, count);
        block.asShortBuffer().put(columns.flags, 0, count);
        block.position(block.position() + count * Short.BYTES);
        block.put(columns.kind, 0, count);
        block.put(chunk.written(), 0, bodies);
        return end(block);
    }

    private static void putLongs(ByteBuffer block, long[] values, int count) {
        block.asLongBuffer().put(values, 0, count);
        block.position(block.position() + count * Long.BYTES);
    }

    private static void putInts(ByteBuffer block, int[] values, int count) {
        block.asIntBuffer().put(values, 0, count);
        block.position(block.position() + count * Integer.BYTES);
    }

    /** Reads the columns of a payload that stands after its head; null where they contradict each other. */
    static @Nullable EventColumns columns(ByteBuffer payload, int count, int bodies) {
        EventColumns columns = new EventColumns(count);
        getLongs(payload, columns.time);
        getLongs(payload, columns.sequence);
        getInts(payload, columns.size);
        getInts(payload, columns.stream);
        getInts(payload, columns.detail);
        getInts(payload, columns.connection);
        payload.asShortBuffer().get(columns.flags);
        payload.position(payload.position() + count * Short.BYTES);
        payload.get(columns.kind);
        long offset = 0;
        for (int i = 0; i < count; i++) {
            columns.offset[i] = (int) offset;
            if (columns.size[i] < 0) {
                return null;
            }
            offset += columns.size[i];
        }
        return offset == bodies ? columns : null;
    }

    private static void getLongs(ByteBuffer payload, long[] values) {
        payload.asLongBuffer().get(values);
        payload.position(payload.position() + values.length * Long.BYTES);
    }

    private static void getInts(ByteBuffer payload, int[] values) {
        payload.asIntBuffer().get(values);
        payload.position(payload.position() + values.length * Integer.BYTES);
    }
}
