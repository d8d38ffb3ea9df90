// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import dev.trebuchetfx.inspector.text.JsonLine.Kind;
import dev.trebuchetfx.inspector.text.JsonLine.Part;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A hex dump: hexadecimal digits and characters, 16 bytes in each line. */
public final class HexText {
    private static final int MAX_BYTES = 16 << 10;
    private static final int WIDTH = 16;

    private HexText() {}

    /** Returns the lines of the dump. Of more than 16 KiB only the first 16 KiB are dumped, and a last line says how much is left. */
    public static List<JsonLine> dump(Bytes bytes) {
        List<JsonLine> lines = new ArrayList<>();
        byte[] array = bytes.unsafeArray();
        int shown = Math.min(array.length, MAX_BYTES);
        for (int offset = 0; offset < shown; offset += WIDTH) {
            StringBuilder digits = new StringBuilder();
            StringBuilder characters = new StringBuilder();
            for (int i = offset; i < offset + WIDTH; i++) {
                if (i % 8 == 0 && i > offset) {
                    digits.append(' ');
                }
                if (i < shown) {
                    digits.append(String.format(Locale.ROOT, "%02x ", array[i]));
                    characters.append(array[i] >= 0x20 && array[i] < 0x7f ? (char) array[i] : '·');
                } else {
                    digits.append("   ");
                }
            }
            lines.add(new JsonLine(
                    0,
                    List.of(
                            new Part(Kind.NOTE, String.format(Locale.ROOT, "%06x  ", offset)),
                            new Part(Kind.PLAIN, digits + " "),
                            new Part(Kind.STRING, characters.toString()))));
        }
        if (shown < array.length) {
            String rest = "… " + Texts.bytes(array.length - shown) + " more";
            lines.add(new JsonLine(0, List.of(new Part(Kind.NOTE, rest))));
        }
        return lines;
    }
}
