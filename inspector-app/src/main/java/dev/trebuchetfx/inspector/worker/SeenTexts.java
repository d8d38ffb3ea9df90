// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.query.QueryField;
import dev.trebuchetfx.inspector.query.SeenValues;
import dev.trebuchetfx.inspector.search.LogRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Remembers what fields had, bounded, so that a completion can propose it. Confined to the worker; what it gives out never changes. */
final class SeenTexts {
    private static final int MAX_STREAMS = 1_000;
    private static final int MAX_PATHS = 300;
    private static final int MAX_DEPTH = 5;

    private final Map<Integer, StreamName> streams = new LinkedHashMap<>();
    private final Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    private final Set<String> paths = new LinkedHashSet<>();
    private boolean changed;
    private long renamed;

    private record Seen(Map<QueryField, List<String>> texts, List<String> paths) implements SeenValues {
        @Override
        public List<String> texts(QueryField field) {
            return texts.getOrDefault(field, List.of());
        }
    }

    /** Takes the event into account on which {@code event} stands. */
    void take(LogCursor event) {
        changed |= kinds.add(event.kind());
        int number = event.streamNumber();
        if (number == 0 || streams.containsKey(number) || streams.size() >= MAX_STREAMS) {
            return;
        }
        StreamName name = event.stream();
        if (name == null) {
            return;
        }
        if (event.kind() == EventKind.STREAM_DATA) {
            readPaths(event);
            streams.put(number, name);
            changed = true;
        } else if (name.streamID() == null || event.kind() == EventKind.STREAM_END) {
            streams.put(number, name);
            changed = true;
        }
    }

    private void readPaths(LogCursor event) {
        JsonNode root = new LogRow(event, index -> 0).json();
        if (root != null) {
            add("$", root, 0);
        }
    }

    private void add(String path, JsonNode node, int depth) {
        if (depth > MAX_DEPTH || paths.size() >= MAX_PATHS) {
            return;
        }
        if (depth > 0) {
            paths.add(path);
        }
        if (node.isObject()) {
            node.properties().forEach(each -> add(path + step(each.getKey()), each.getValue(), depth + 1));
        } else if (node.isArray() && !node.isEmpty()) {
            add(path + "[*]", node.get(0), depth + 1);
        }
    }

    private static String step(String name) {
        boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_]*");
        return plain ? "." + name : "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }

    /** Looks whether names have become fuller. */
    void refresh(LogView view) {
        streams.replaceAll((number, name) -> {
            StreamName now = view.stream(number);
            if (now == null || now.equals(name)) {
                return name;
            }
            changed = true;
            renamed++;
            return now;
        });
    }

    /** Counts names that have become fuller. */
    long renamed() {
        return renamed;
    }

    /** What is known by now; null where that is the same as the last time. */
    @Nullable
    SeenValues values() {
        if (!changed) {
            return null;
        }
        changed = false;
        Collection<StreamName> names = streams.values();
        Map<QueryField, List<String>> texts = new EnumMap<>(QueryField.class);
        Set<String> whole = new LinkedHashSet<>();
        Set<String> actors = new LinkedHashSet<>();
        Set<String> methods = new LinkedHashSet<>();
        Set<String> epochs = new LinkedHashSet<>();
        Set<String> ids = new LinkedHashSet<>();
        for (StreamName name : names) {
            if (name.actor() != null && name.method() != null) {
                whole.add(name.actor() + "." + name.method());
            }
            add(actors, name.actor());
            add(methods, name.method());
            add(epochs, name.epoch());
            UUID id = name.streamID();
            add(ids, id == null ? null : id.toString().toUpperCase(Locale.ROOT));
        }
        texts.put(QueryField.STREAM, List.copyOf(whole));
        texts.put(QueryField.ACTOR, List.copyOf(actors));
        texts.put(QueryField.METHOD, List.copyOf(methods));
        texts.put(QueryField.EPOCH, List.copyOf(epochs));
        texts.put(QueryField.ID, List.copyOf(ids));
        texts.put(QueryField.TYPE, kinds.stream().map(EventKind::word).toList());
        return new Seen(texts, List.copyOf(new ArrayList<>(paths)));
    }

    private static void add(Set<String> texts, @Nullable String text) {
        if (text != null) {
            texts.add(text);
        }
    }
}
