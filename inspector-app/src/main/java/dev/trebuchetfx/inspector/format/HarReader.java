// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.file.BoundedJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads an HTTP archive, ours or another's: its WebSockets and their messages. One message is in memory at a time; they are put into
 * order by way of a temporary file.
 */
final class HarReader {
    private static final int MAX_NOTES = 10;

    private final JsonParser json;
    private final HarRuns runs;
    private final List<String> notes = new ArrayList<>();
    private String creator = "unknown";
    private @Nullable String redaction;
    private Instant createdAt = Instant.EPOCH;
    private boolean anyEntries;
    private int otherEntries;
    private int badMessages;
    private int badEvents;
    private boolean breaksOff;

    private HarReader(JsonParser json, HarRuns runs) {
        this.json = json;
        this.runs = runs;
    }

    static CaptureImport read(Path file, EventSink sink) throws IOException {
        Path temporary = Files.createTempFile("trebuchet-har", ".tfx");
        try (HarRuns runs = new HarRuns(temporary)) {
            CaptureImport read;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                    JsonParser json = BoundedJson.parser(in)) {
                read = new HarReader(json, runs).read(file);
            } catch (JacksonException e) {
                // It begins in an encoding that JSON can't have, or the disk failed.
                throw unreadable(file, e);
            }
            runs.merge(sink);
            return read;
        } finally {
            Files.delete(temporary);
        }
    }

    private static IOException unreadable(Path file, JacksonException why) {
        return new IOException(file + " can't be read as HAR: " + why.getOriginalMessage(), why);
    }

    private CaptureImport read(Path file) throws IOException {
        try {
            object(name -> {
                if ("log".equals(name)) {
                    object(this::log);
                } else {
                    json.skipChildren();
                }
            });
        } catch (JacksonException e) {
            if (!anyEntries) {
                throw unreadable(file, e);
            }
            breaksOff = true;
            notes.add("The archive breaks off: " + e.getOriginalMessage() + ". What stands before was read.");
        }
        if (!anyEntries) {
            throw new IOException(file + " is JSON but no HAR: it has no log.entries");
        }
        if (otherEntries > 0) {
            notes.add(
                    otherEntries + (otherEntries == 1 ? " entry is" : " entries are") + " no WebSocket and left out.");
        }
        if (badMessages > 0) {
            notes.add(badMessages
                    + (badMessages == 1 ? " message was" : " messages were")
                    + " left out: type, time, opcode or data is missing or can't be read.");
        }
        if (badEvents > MAX_NOTES) {
            notes.add(badEvents + " events in all were left out.");
        }
        return new CaptureImport(
                new CaptureNote(creator, createdAt, redaction), notes, breaksOff || badMessages + badEvents > 0);
    }

    /** What to do with a field whose value the parser stands on. */
    private interface Field {
        void value(String name) throws IOException;
    }

    /** Walks over the fields of the object that the parser stands on, or before. */
    private void object(Field field) throws IOException {
        if (json.currentToken() == null) {
            json.nextToken();
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            field.value(name);
        }
    }

    private interface Element {
        void next() throws IOException;
    }

    private void array(Element element) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.next();
        }
    }

    private void log(String name) throws IOException {
        switch (name) {
            case "creator" -> {
                JsonNode tree = BoundedJson.tree(json);
                creator = tree.path("name").asString("unknown") + " "
                        + tree.path("version").asString("");
            }
            case "entries" -> {
                anyEntries = true;
                array(this::entry);
            }
            case "_trebuchet" -> object(this::ours);
            default -> json.skipChildren();
        }
    }

    private void ours(String name) throws IOException {
        switch (name) {
            case "redaction" -> redaction = json.getValueAsString();
            case "createdAt" -> createdAt = HarTimes.instant(json.getValueAsString());
            case "events" ->
                array(() -> {
                    JsonNode event = BoundedJson.tree(json);
                    try {
                        runs.notice(event.path("i").asLong(0), EventJson.read(event));
                    } catch (IllegalArgumentException | JacksonException e) {
                        if (++badEvents <= MAX_NOTES) {
                            notes.add("An event was left out: " + e.getMessage());
                        }
                    }
                });
            default -> json.skipChildren();
        }
    }

    private void entry() throws IOException {
        HarEntry entry = runs.begin();
        try {
            object(name -> field(entry, name));
        } finally {
            // Also where the archive breaks off in the middle of it.
            runs.end();
        }
        if (!entry.isSocket) {
            otherEntries++;
        }
    }

    private void field(HarEntry entry, String name) throws IOException {
        switch (name) {
            case "_webSocketMessages" -> {
                entry.isSocket = true;
                array(this::message);
            }
            case "_trebuchet" -> entry.ours(BoundedJson.tree(json));
            case "_resourceType" -> entry.isSocket |= "websocket".equals(json.getValueAsString());
            case "request" -> entry.request(BoundedJson.tree(json));
            case "response" -> entry.response(BoundedJson.tree(json));
            case "startedDateTime" -> entry.startedAt = HarTimes.instant(json.getValueAsString());
            case "time" -> entry.millis = json.getValueAsDouble(0);
            default -> json.skipChildren();
        }
    }

    private void message() throws IOException {
        JsonNode message = BoundedJson.tree(json);
        if ("error".equals(EventJson.textOrNull(message, "type"))) {
            // What a browser says of a connection; nothing that travelled.
            return;
        }
        boolean taken;
        try {
            taken = runs.message(message);
        } catch (JacksonException e) {
            // A value of another kind than expected: the message is odd, not the archive.
            taken = false;
        }
        if (!taken) {
            badMessages++;
        }
    }
}
