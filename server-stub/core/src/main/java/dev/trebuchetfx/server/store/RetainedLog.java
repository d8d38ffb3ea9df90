// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log of one generation of an actor's state, in memory. Confined to the lock of its {@link InMemoryData}. Each addition costs the
 * logarithm of the log's length, however much it drops.
 */
final class RetainedLog {
    /** The bytes that an entry takes up beside its contents, about. */
    private static final long ENTRY_BYTES = 300;

    private final LogRetention retention;
    private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
    /** The entries that are whole states. */
    private final TreeMap<Long, LogEntry> states = new TreeMap<>();

    private final Map<UUID, LogEntry> byWrite = new HashMap<>();
    private final Map<String, LogEntry> byKey = new HashMap<>();
    /** The number of the oldest entry within the bounds. What is older is kept only as far as that one needs it. */
    private long oldest = 1;
    /** The bytes of content from {@link #oldest} on. */
    private long bytes;
    /** The bytes of all entries that are kept. */
    private long kept;

    RetainedLog(LogRetention retention) {
        this.retention = retention;
    }

    /** Adds an entry with the number that follows, and drops what is kept no longer at that time. */
    void add(LogEntry entry, Instant now) {
        long number = entry.version().number();
        entries.put(number, entry);
        if (!entry.isPatch()) {
            states.put(number, entry);
        }
        byWrite.put(entry.writeId(), entry);
        if (entry.callKey() != null) {
            byKey.put(entry.callKey(), entry);
        }
        bytes += entry.content().size();
        kept += size(entry);
        Instant since = now.minus(TimeSource.bounded(retention.age()));
        while (oldest < number && isBeyond(number, since)) {
            bytes -= at(oldest).content().size();
            oldest++;
        }
        // The first entry is a whole state and goes only when a later one replaces it, so there is one.
        long needed = states.floorKey(oldest);
        while (entries.firstKey() < needed) {
            drop(entries.pollFirstEntry().getValue());
        }
    }

    private boolean isBeyond(long newest, Instant since) {
        return newest - oldest >= retention.versions()
                || bytes > retention.bytes()
                || at(oldest).storedAt().isBefore(since);
    }

    private LogEntry at(long number) {
        LogEntry entry = entries.get(number);
        if (entry == null) {
            throw new IllegalStateException("the log should have an entry " + number + " but has " + entries.keySet());
        }
        return entry;
    }

    /** Returns how many bytes all entries take up, about. */
    long size() {
        return kept;
    }

    private static long size(LogEntry entry) {
        Bytes result = entry.result();
        return ENTRY_BYTES + entry.content().size() + (result == null ? 0 : result.size());
    }

    private void drop(LogEntry entry) {
        kept -= size(entry);
        states.remove(entry.version().number());
        byWrite.remove(entry.writeId(), entry);
        if (entry.callKey() != null) {
            byKey.remove(entry.callKey(), entry);
        }
    }

    /** Returns the entries from a number on, within bounds; none if the log does not have that number. */
    List<LogEntry> from(long number, int limit, long maxBytes) {
        List<LogEntry> read = new ArrayList<>();
        if (!entries.containsKey(number)) {
            return read;
        }
        long content = 0;
        for (LogEntry entry : entries.tailMap(number, true).values()) {
            content += entry.content().size();
            if (read.size() == limit || (!read.isEmpty() && content > maxBytes)) {
                break;
            }
            read.add(entry);
        }
        return read;
    }

    /** Returns the entries from the newest whole state on that is not newer than {@code number}; none if the log does not have that number. */
    List<LogEntry> fromStateBefore(long number, int limit, long maxBytes) {
        Long state = states.floorKey(number);
        return state == null || !entries.containsKey(number) ? List.of() : from(state, limit, maxBytes);
    }

    /** Returns the newest entry of a write, or else of a call's key; null if there is none. */
    @Nullable
    LogEntry find(UUID writeId, @Nullable String callKey) {
        LogEntry entry = byWrite.get(writeId);
        return entry == null && callKey != null ? byKey.get(callKey) : entry;
    }
}
