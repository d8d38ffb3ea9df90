// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a capture file from where it left off, also one that is still being written.
 *
 * <p>Every block is checked. One that is damaged is passed over, counted and told; where the file breaks off in the middle of a block,
 * reading stops there, and goes on when there is more. Confined to one thread; bodies may be read by any, until it is closed.
 */
public final class CaptureFileReader implements AutoCloseable {
    private static final int LONGEST_HEADER = 1 << 20;
    /** A count beyond this is none of a file. */
    private static final long MOST_EVENTS = Long.MAX_VALUE / 4;

    private static final int MAX_NOTES = 10;
    private static final int MAX_COMMENTS = 10_000;

    private final RandomReads file;
    private final CaptureNote note;
    private final List<String> notes = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final Names names = new Names();
    private ByteBuffer block = FileBlock.buffer(64 << 10);
    private long position;
    private long events;
    private boolean ended;
    private boolean broken;
    private boolean damaged;
    private long damagedBlocks;
    private long blockStart;

    private CaptureFileReader(RandomReads file, CaptureNote note, long position) {
        this.file = file;
        this.note = note;
        this.position = position;
    }

    /** Opens a file and reads what it says of itself. Throws where it is none, or of a later version. */
    public static CaptureFileReader open(Path path) throws IOException {
        RandomReads file = new RandomReads(path);
        try {
            byte[] start = new byte[FileBlock.signature().length + FileBlock.HEAD];
            if (!file.readFully(ByteBuffer.wrap(start), 0) || !FileBlock.isSignature(start)) {
                throw new IOException(path + " is no capture in Trebuchet's own format: it does not begin as one");
            }
            int length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(FileBlock.signature().length);
            boolean plausible = length >= 0 && length <= LONGEST_HEADER;
            byte[] payload = new byte[plausible ? length : 0];
            boolean whole = plausible && file.readFully(ByteBuffer.wrap(payload), start.length);
            ObjectNode header = whole ? FileJson.parse(payload) : null;
            if (header == null) {
                throw new IOException(path + " begins as a capture, but its first block can't be read");
            }
            int version = header.path("version").asInt(0);
            if (version > FileBlock.VERSION) {
                throw new IOException(path + " is a capture of version " + version + "; this program reads up to "
                        + FileBlock.VERSION + ". Use a newer one");
            }
            return new CaptureFileReader(file, note(header), (long) start.length + length + FileBlock.TAIL);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static CaptureNote note(ObjectNode header) {
        String creator = FileJson.text(header, "creator");
        String created = FileJson.text(header, "createdAt");
        Instant at;
        try {
            at = created == null ? Instant.EPOCH : Instant.parse(created);
        } catch (DateTimeException e) {
            at = Instant.EPOCH;
        }
        return new CaptureNote(creator == null ? "unknown" : creator, at, FileJson.text(header, "redaction"));
    }

    /** What takes a file's blocks in their order. */
    private interface Target {
        void events(EventColumns columns, int count, Bodies bodies, int bodyBytes) throws IOException;

        void hole(Hole.Reason reason, long count, long from, long to);
    }

    /**
     * Adds what is there to {@code log}, at most so many blocks of about a mebibyte. The log refers to the file for the bodies.
     *
     * @return whether there was any
     */
    public boolean readInto(EventLog log, int maxBlocks) throws IOException {
        return read(
                new Target() {
                    @Override
                    public void events(EventColumns columns, int count, Bodies bodies, int bodyBytes) {
                        log.add(columns, count, bodies, bodyBytes);
                    }

                    @Override
                    public void hole(Hole.Reason reason, long count, long from, long to) {
                        log.addHole(reason, count, from, to);
                    }
                },
                log.names(),
                maxBlocks);
    }

    /** Gives what is there to {@code sink}, event by event, with the memory of one block. */
    public void readInto(EventSink sink) throws IOException {
        readBlocks((place, events) -> {
            LogCursor event = events.cursor();
            while (event.next()) {
                sink.append(event.event());
            }
        });
    }

    /** Is told where a block lies and what is in it. */
    @FunctionalInterface
    public interface BlockReader {
        void block(long place, LogView events) throws IOException;
    }

    /** The events of the block at a place that {@link #readBlocks} told; names are as of the end of what was read. */
    public LogView blockAt(long place) throws IOException {
        long before = position;
        try {
            position = place;
            LogView[] found = new LogView[1];
            if (nextBlock()) {
                String unused = eventsOf(
                        names,
                        block.getInt(0),
                        place,
                        (columns, count, bodies, bytes, first) ->
                                found[0] = view(columns, count, bodies, bytes, first));
            }
            if (found[0] == null) {
                throw new IOException("the block at byte " + place + " can no longer be read");
            }
            return found[0];
        } finally {
            position = before;
        }
    }

    private LogView view(EventColumns columns, int count, Bodies bodies, int bytes, long first) {
        Chunk chunk = new Chunk(first, columns, count, bodies, bytes);
        return new LogView(new Chunk[] {chunk}, names, first, first + count, List.of());
    }

    /** Gives what is there to {@code reader}, block by block. */
    public void readBlocks(BlockReader reader) throws IOException {
        Target target = new Target() {
            @Override
            public void events(EventColumns columns, int count, Bodies bodies, int bodyBytes) throws IOException {
                reader.block(blockStart, view(columns, count, bodies, bodyBytes, events - count));
            }

            @Override
            public void hole(Hole.Reason reason, long count, long from, long to) {}
        };
        boolean more = true;
        while (more) {
            more = read(target, names, 1);
        }
    }

    private boolean read(Target target, Names into, int maxBlocks) throws IOException {
        int blocks = 0;
        while (blocks < maxBlocks && !ended && !broken && nextBlock()) {
            int length = block.getInt(0);
            int type = block.getInt(4);
            long at = position;
            position += FileBlock.HEAD + (long) length + FileBlock.TAIL;
            blocks++;
            if (block.getInt(FileBlock.HEAD + length) != FileBlock.checksum(block, length)) {
                damaged(target, type, length, at, "");
            } else {
                take(target, into, type, length, at);
            }
        }
        return blocks > 0;
    }

    /** Reads the block at the position; false where it is not all there yet. */
    private boolean nextBlock() throws IOException {
        block.clear().limit(FileBlock.HEAD);
        if (!file.readFully(block, position)) {
            return false;
        }
        int length = block.getInt(0);
        if (length < 0 || length > FileBlock.MAX_LENGTH) {
            breakOff("the block at byte " + position + " claims " + Integer.toUnsignedString(length) + " bytes");
            return false;
        }
        int whole = FileBlock.HEAD + length + FileBlock.TAIL;
        if (position + whole > file.size()) {
            return false;
        }
        if (block.capacity() < whole) {
            block = FileBlock.buffer(Math.max(whole, block.capacity() * 2));
        }
        block.clear().limit(whole);
        if (!file.readFully(block, position)) {
            return false;
        }
        if (block.getInt(whole - 4) != length) {
            breakOff("the block at byte " + position + " does not end where it says");
            return false;
        }
        return true;
    }

    private void breakOff(String why) {
        damaged = true;
        broken = true;
        notes.add("The file is damaged: " + why + ". What follows was not read.");
    }

    private void damaged(Target target, int type, int length, long at, String why) {
        damaged = true;
        boolean counts = type == FileBlock.EVENTS && length >= FileBlock.EVENTS_HEAD;
        // More can't be in it, whatever it says.
        int most = (length - FileBlock.EVENTS_HEAD) / FileBlock.EVENT_COLUMNS;
        int count = counts ? Math.clamp(block.getInt(FileBlock.HEAD + 8), 0, most) : 0;
        note("The block at byte " + at + " is damaged and was passed over"
                + (count == 0 ? "" : ", with about " + count + " events") + (why.isEmpty() ? "." : ": " + why + "."));
        target.hole(Hole.Reason.DAMAGED, count, 0, 0);
        events += count;
    }

    private void note(String text) {
        if (++damagedBlocks <= MAX_NOTES) {
            notes.add(text);
        }
    }

    private void take(Target target, Names into, int type, int length, long at) throws IOException {
        blockStart = at;
        switch (type) {
            case FileBlock.EVENTS -> events(target, into, length, at);
            case FileBlock.NAMES -> {
                String problem = FileJson.read(json(length), into);
                if (problem != null) {
                    damaged = true;
                    note("The block of names at byte " + at + " can't be right: " + problem + ".");
                }
            }
            case FileBlock.HOLE -> hole(target, json(length));
            case FileBlock.COMMENT -> {
                if (comments.size() < MAX_COMMENTS) {
                    comments.add(FileJson.comment(json(length)));
                }
            }
            case FileBlock.END -> ended = true;
            // A block of a later version that older ones may pass over.
            default -> {}
        }
    }

    private ObjectNode json(int length) {
        byte[] payload = new byte[length];
        block.get(FileBlock.HEAD, payload);
        return Objects.requireNonNullElseGet(FileJson.parse(payload), FileJson::object);
    }

    /** Takes the events of a block. */
    private interface Events {
        void are(EventColumns columns, int count, Bodies bodies, int bodyBytes, long first) throws IOException;
    }

    /** Gives the events of a block to {@code reader}; returns what is wrong with them if they can't be right, null otherwise. */
    private @Nullable String eventsOf(Names known, int length, long at, Events reader) throws IOException {
        block.position(FileBlock.HEAD);
        if (length < FileBlock.EVENTS_HEAD) {
            return "it has " + length + " bytes where at least " + FileBlock.EVENTS_HEAD + " are expected";
        }
        long first = block.getLong();
        int count = block.getInt();
        int bodies = block.getInt();
        long expected = FileBlock.EVENTS_HEAD + (long) count * FileBlock.EVENT_COLUMNS + bodies;
        if (first < 0 || first > MOST_EVENTS || count <= 0 || bodies < 0 || expected != length) {
            return "its counts contradict its length";
        }
        EventColumns columns = FileBlock.columns(block, count, bodies);
        if (columns == null) {
            return "its columns contradict each other";
        }
        for (int i = 0; i < count; i++) {
            if (!known.isPlausibleStream(columns.stream[i]) && columns.stream[i] != 0) {
                return known.implausible("stream", columns.stream[i]);
            }
            if (!known.isPlausibleConnection(columns.connection[i]) && columns.connection[i] != 0) {
                return known.implausible("connection", columns.connection[i]);
            }
        }
        reader.are(columns, count, file.region(at + FileBlock.HEAD + length - bodies, bodies), bodies, first);
        return null;
    }

    private void events(Target target, Names known, int length, long at) throws IOException {
        String problem = eventsOf(known, length, at, (columns, count, bodies, bytes, first) -> {
            if (first > events) {
                target.hole(Hole.Reason.DAMAGED, first - events, columns.time[0], columns.time[0]);
            }
            events = first + count;
            target.events(columns, count, bodies, bytes);
        });
        if (problem != null) {
            damaged(target, FileBlock.NAMES, length, at, problem);
        }
    }

    private static void hole(Target target, ObjectNode json) {
        Hole.Reason reason = Hole.Reason.DAMAGED;
        String word = FileJson.text(json, "reason");
        for (Hole.Reason known : Hole.Reason.values()) {
            if (known.word().equals(word)) {
                reason = known;
            }
        }
        target.hole(
                reason,
                Math.clamp(json.path("count").asLong(0), 0, MOST_EVENTS),
                json.path("from").asLong(0),
                json.path("to").asLong(0));
    }

    /** What the file says of itself. */
    public CaptureNote note() {
        return note;
    }

    /**
     * What a reader should know of the state of the file, in sentences: damage, and a missing end, which is normal while it is still
     * being written.
     */
    public List<String> notes() throws IOException {
        List<String> all = new ArrayList<>(notes);
        if (damagedBlocks > MAX_NOTES) {
            all.add(damagedBlocks + " blocks in all are damaged.");
        }
        long left = file.size() - position;
        if (!ended && !broken) {
            all.add(
                    left > 0
                            ? String.format(
                                    Locale.ROOT,
                                    "Torn tail: the last %,d bytes are an incomplete block and were left out. The recording was cut off, or "
                                            + "is still being written.",
                                    left)
                            : "The recording has no end: it was cut off, or is still being written.");
        }
        return List.copyOf(all);
    }

    /** What persons noted, oldest first. */
    public List<Comment> comments() {
        return List.copyOf(comments);
    }

    /** Returns whether a part of the file was damaged, so that events are missing. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Whether the writer said that this was all. */
    public boolean isEnded() {
        return ended;
    }

    /** What share of the file was read, from 0 to 1. */
    public double progress() throws IOException {
        long size = file.size();
        return size == 0 ? 1 : Math.min(1, (double) position / size);
    }

    /** The first bytes of a file; whether they are those of a capture in this format. */
    public static boolean isCapture(byte[] start) {
        return FileBlock.isSignature(start);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
