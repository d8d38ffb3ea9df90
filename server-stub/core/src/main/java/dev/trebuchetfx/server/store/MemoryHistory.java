// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One generation of an actor's state with its log. Guarded by the lock of {@link InMemoryStateStore}'s data. */
final class MemoryHistory {
    private final NavigableMap<Long, LogEntry> log = new TreeMap<>();
    private final Map<UUID, LogEntry> byWrite = new HashMap<>();
    private final Map<String, LogEntry> byKey = new HashMap<>();
    private StoredState newest;

    MemoryHistory(StateWrite first, StateVersion version, Instant now) {
        newest = stored(first, version, now);
        append(entry(first, version, false, now));
    }

    StoredState newest() {
        return newest;
    }

    /** Adds the version after the newest one. */
    void add(StateWrite write, Instant now, LogRetention retention) {
        StateVersion version = newest.version().next();
        LogEntry entry = entry(write, version, write.patch() != null, now);
        newest = stored(write, version, now);
        append(entry);
        if (LogTrimming.isDue(retention, version.number(), entry.content().size())) {
            trim(new LogTrimming(retention, now));
        }
    }

    /** Returns the entries after a number, without holes. */
    List<LogEntry> after(long number, int limit, long maxBytes) {
        return number + 1 < log.firstKey()
                ? List.of()
                : taken(log.tailMap(number, false).values(), limit, maxBytes);
    }

    /** Returns the newest whole state up to a number with the entries after it. */
    List<LogEntry> fromState(long number, int limit, long maxBytes) {
        if (!log.containsKey(number)) {
            return List.of();
        }
        for (LogEntry entry : log.headMap(number, true).descendingMap().values()) {
            if (!entry.isPatch()) {
                return taken(log.tailMap(entry.version().number(), true).values(), limit, maxBytes);
            }
        }
        return List.of();
    }

    @Nullable
    LogEntry find(UUID writeId, @Nullable String callKey) {
        LogEntry written = byWrite.get(writeId);
        return written == null && callKey != null ? byKey.get(callKey) : written;
    }

    private void append(LogEntry entry) {
        log.put(entry.version().number(), entry);
        byWrite.put(entry.writeId(), entry);
        if (entry.callKey() != null) {
            byKey.put(entry.callKey(), entry);
        }
    }

    private void trim(LogTrimming trimming) {
        for (LogEntry entry : log.descendingMap().values()) {
            if (!trimming.keeps(entry.isPatch(), entry.content().size(), entry.storedAt())) {
                NavigableMap<Long, LogEntry> forgotten =
                        log.headMap(entry.version().number(), true);
                forgotten.values().forEach(this::forget);
                forgotten.clear();
                return;
            }
        }
    }

    private void forget(LogEntry entry) {
        byWrite.remove(entry.writeId(), entry);
        if (entry.callKey() != null) {
            byKey.remove(entry.callKey(), entry);
        }
    }

    private static List<LogEntry> taken(Collection<LogEntry> entries, int limit, long maxBytes) {
        List<LogEntry> taken = new ArrayList<>();
        long bytes = 0;
        for (LogEntry entry : entries) {
            bytes += entry.content().size();
            if (taken.size() == limit || (bytes > maxBytes && !taken.isEmpty())) {
                break;
            }
            taken.add(entry);
        }
        return List.copyOf(taken);
    }

    private static StoredState stored(StateWrite write, StateVersion version, Instant now) {
        return new StoredState(version, write.writeId(), write.schema(), write.json(), now);
    }

    private static LogEntry entry(StateWrite write, StateVersion version, boolean isPatch, Instant now) {
        return new LogEntry(
                version,
                write.writeId(),
                write.callKey(),
                write.result(),
                write.schema(),
                isPatch,
                isPatch && write.patch() != null ? write.patch() : write.json(),
                now);
    }
}
