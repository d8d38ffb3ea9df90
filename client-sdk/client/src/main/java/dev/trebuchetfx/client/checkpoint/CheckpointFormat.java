// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The format of a file of checkpoints: a header of 8 bytes of magic, the version, the number of records and a CRC-32C of these; then
 * each record with its length, a CRC-32C over length and content, and the content. Numbers are big-endian.
 *
 * <p>Magic and version stay in their places in every version to come. A file is read whole or not at all: it is replaced as a whole, so
 * that damage to a part of it means that something else has written to it.
 */
final class CheckpointFormat {
    /** The newest version: a record may end with a cursor. */
    static final int VERSION = 2;

    /** The version without cursors, which is written where there are none, so that earlier releases can read it. */
    private static final int WITHOUT_CURSORS = 1;

    private static final byte[] MAGIC = {(byte) 0x89, 'T', 'F', 'X', 'C', '\r', '\n', 0x1A};
    private static final int HEADER = MAGIC.length + 12;
    private static final int RECORD_HEADER = 8;

    private CheckpointFormat() {}

    /** An exception that says why a file can't be read. */
    static final class FormatException extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean newer;

        private FormatException(boolean newer, String message) {
            super(message);
            this.newer = newer;
        }

        /** Returns whether the header names a version to come. Nothing else of such a file is checked. */
        boolean isNewer() {
            return newer;
        }
    }

    /** Returns the exception for a file that was not read, since it is larger than {@code maxBytes}. */
    static FormatException tooLarge(long maxBytes) {
        return corrupt("at most " + maxBytes + " bytes", "more");
    }

    /** Returns the size of a file without records, in bytes. */
    static int overhead() {
        return HEADER;
    }

    /** Returns the size of a checkpoint's record in bytes, which is as approximate as that of its state. */
    static int size(StoredCheckpoint checkpoint) {
        return sizeWithoutState(checkpoint) + sizeOfState(checkpoint);
    }

    /** Returns the size of a checkpoint's record without its state, in bytes. The positions of one stream differ in that of their cursors alone. */
    static int sizeWithoutState(StoredCheckpoint checkpoint) {
        return RECORD_HEADER + CheckpointWriter.write(checkpoint.withoutState()).length;
    }

    /** Returns the bytes that the cursor adds to a checkpoint's record, or 0 without a cursor. */
    static int sizeOfCursor(StoredCheckpoint checkpoint) {
        String cursor = checkpoint.position().cursor();
        return cursor == null ? 0 : 4 + cursor.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the bytes that the state adds to a checkpoint's record, or 0 without a state. */
    static int sizeOfState(StoredCheckpoint checkpoint) {
        var state = checkpoint.lastState();
        return state == null ? 0 : 16 + state.size();
    }

    static byte[] write(Collection<StoredCheckpoint> checkpoints) {
        List<byte[]> records = new ArrayList<>(checkpoints.size());
        int size = HEADER;
        for (StoredCheckpoint checkpoint : checkpoints) {
            byte[] record = CheckpointWriter.write(checkpoint);
            records.add(record);
            size = Math.addExact(size, RECORD_HEADER + record.length);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        boolean cursors = checkpoints.stream()
                .anyMatch(checkpoint -> checkpoint.position().cursor() != null);
        out.put(MAGIC).putInt(cursors ? VERSION : WITHOUT_CURSORS).putInt(records.size());
        out.putInt(crc(out.array(), 0, out.position()));
        for (byte[] record : records) {
            out.putInt(record.length).putInt(recordCrc(record)).put(record);
        }
        return out.array();
    }

    static List<StoredCheckpoint> read(byte[] file) throws FormatException {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (file.length < HEADER) {
            throw corrupt("a header of " + HEADER + " bytes", file.length + " bytes");
        }
        for (byte expected : MAGIC) {
            if (in.get() != expected) {
                throw corrupt("a file of checkpoints", "other content");
            }
        }
        int version = in.getInt();
        if (version > VERSION) {
            throw new FormatException(true, "expected version " + VERSION + " but found " + version);
        }
        int count = in.getInt();
        if (in.getInt() != crc(file, 0, HEADER - 4) || version < WITHOUT_CURSORS) {
            throw corrupt("a header of version 1 to " + VERSION, "one that is damaged");
        }
        List<StoredCheckpoint> checkpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            checkpoints.add(record(in, i + " of " + count));
        }
        if (in.hasRemaining()) {
            throw corrupt("the end after " + count + " records", in.remaining() + " bytes more");
        }
        return checkpoints;
    }

    private static StoredCheckpoint record(ByteBuffer in, String which) throws FormatException {
        if (in.remaining() < RECORD_HEADER) {
            throw corrupt("record " + which, "the end of the file");
        }
        int length = in.getInt();
        int crc = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw corrupt("record " + which + " of " + length + " bytes", in.remaining() + " bytes");
        }
        byte[] record = new byte[length];
        in.get(record);
        if (recordCrc(record) != crc) {
            throw corrupt("record " + which + " with its checksum", "another checksum");
        }
        try {
            return CheckpointReader.read(ByteBuffer.wrap(record));
        } catch (RuntimeException e) {
            // A record that has the right checksum and can't be read was not written by this library.
            FormatException unreadable = corrupt("record " + which, "content that can't be read: " + e.getMessage());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static FormatException corrupt(String expected, String found) {
        return new FormatException(false, "expected " + expected + " but found " + found);
    }

    private static int recordCrc(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(record.length).flip());
        crc.update(record);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
