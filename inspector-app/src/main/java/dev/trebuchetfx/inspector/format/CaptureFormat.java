// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureFileReader;
import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats that a capture can be written in and read from without a loss. */
public enum CaptureFormat {
    /** Our own, for everything: it grows, survives a killed process and opens at once. */
    OWN(".tfx"),
    /** One JSON object a line. */
    NDJSON(".ndjson"),
    /** HTTP archive, for browsers and other tools. */
    HAR(".har");

    private static final int START = 512;

    private final String extension;

    CaptureFormat(String extension) {
        this.extension = extension;
    }

    /** With its dot. */
    public String extension() {
        return extension;
    }

    /** The format that a file's name asks for. Throws {@link IllegalArgumentException}, with what is expected, for any other. */
    public static CaptureFormat ofName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.extension))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a file whose name ends in "
                        + Arrays.stream(values()).map(CaptureFormat::extension).collect(Collectors.joining(", "))
                        + " but found '" + file.getFileName() + "'"));
    }

    /** The format that a file is in, whatever its name. Throws, with what was found, where it is in none. */
    public static CaptureFormat of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(START);
        }
        if (CaptureFileReader.isCapture(start)) {
            return OWN;
        }
        String text =
                new String(start, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        String dense = text.replaceAll("\\s", "");
        if (dense.startsWith("{\"trebuchet\":") || dense.startsWith("{\"i\":")) {
            return NDJSON;
        }
        if (text.startsWith("{")) {
            return HAR;
        }
        throw new IOException(
                file + " is no capture: expected Trebuchet's own format, lines of JSON or HAR, but it begins with '"
                        + text.substring(0, Math.min(20, text.length())).replaceAll("\\p{Cntrl}", "?") + "'");
    }

    /** Begins a file in this format, in place of one that is there. */
    public CaptureWriter create(Path file, CaptureNote note) throws IOException {
        return create(file, note, new WorkProgress());
    }

    /**
     * As above.
     *
     * @param progress of what is left to do when the file is closed; once it is cancelled, closing throws {@link
     *     java.util.concurrent.CancellationException} where that would take long
     */
    public CaptureWriter create(Path file, CaptureNote note, WorkProgress progress) throws IOException {
        return switch (this) {
            case OWN -> CaptureFileWriter.create(file, note);
            case NDJSON -> new NdjsonWriter(file, note);
            case HAR -> new HarWriter(file, note, progress);
        };
    }

    /** Removes what is left of a file that was not finished, whatever its format; no harm where there is nothing. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(HarWriter.partOf(file));
    }

    /** Reads all of a file in this format, in order, with little memory however large it is. */
    public CaptureImport read(Path file, EventSink sink) throws IOException {
        return switch (this) {
            case OWN -> {
                try (CaptureFileReader reader = CaptureFileReader.open(file)) {
                    reader.readInto(sink);
                    yield new CaptureImport(reader.note(), reader.notes(), reader.comments(), reader.isDamaged());
                }
            }
            case NDJSON -> NdjsonReader.read(file, sink);
            case HAR -> HarReader.read(file, sink);
        };
    }
}
