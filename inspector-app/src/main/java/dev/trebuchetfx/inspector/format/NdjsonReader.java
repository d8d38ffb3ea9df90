// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.EventSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link NdjsonWriter} writes, line by line; a line that is no event is passed over and told. */
final class NdjsonReader {
    private static final int MAX_NOTES = 10;

    private NdjsonReader() {}

    static CaptureImport read(Path file, EventSink sink) throws IOException {
        List<String> notes = new ArrayList<>();
        CaptureNote note = null;
        long number = 0;
        long bad = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(file),
                        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)),
                1 << 16)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String problem = null;
                try {
                    JsonNode json = JsonMapper.shared().readTree(line);
                    if (number == 1 && json.has("trebuchet")) {
                        note = note(json);
                    } else if (!line.isBlank()) {
                        sink.append(EventJson.read(json));
                    }
                } catch (JacksonException e) {
                    problem = e.getOriginalMessage();
                } catch (IllegalArgumentException e) {
                    problem = e.getMessage();
                }
                if (problem != null && ++bad <= MAX_NOTES) {
                    notes.add("Line " + number + " was left out: " + problem);
                }
            }
        }
        if (bad > MAX_NOTES) {
            notes.add(bad + " lines in all were left out.");
        }
        return new CaptureImport(note == null ? new CaptureNote("unknown", Instant.EPOCH, null) : note, notes);
    }

    private static CaptureNote note(JsonNode json) {
        String creator = EventJson.textOrNull(json, "creator");
        return new CaptureNote(
                creator == null ? "unknown" : creator,
                instant(EventJson.textOrNull(json, "createdAt")),
                EventJson.textOrNull(json, "redaction"));
    }

    private static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
