// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A reader and writer of UUIDs on the wire. It works digit by digit to be fast, since each message carries one or two UUIDs. */
final class WireUuid {
    /** The characters of a UUID. */
    static final int LENGTH = 36;

    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

    private WireUuid() {}

    /**
     * Reads a UUID of 8-4-4-4-12 hexadecimal digits in upper or lower case. Java's own parser would accept shorter groups.
     *
     * @return null if the text has another form
     */
    static @Nullable UUID parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        long most = 0;
        long least = 0;
        for (int i = 0; i < LENGTH; i++) {
            char found = text.charAt(i);
            if (isDash(i)) {
                if (found != '-') {
                    return null;
                }
                continue;
            }
            int digit = digit(found);
            if (digit < 0) {
                return null;
            }
            if (i < LENGTH / 2) {
                most = most << 4 | digit;
            } else {
                least = least << 4 | digit;
            }
        }
        return new UUID(most, least);
    }

    /** Returns the UUID in upper case, as every peer writes it. */
    static String text(UUID value) {
        byte[] text = new byte[LENGTH];
        put(value, text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes the UUID in upper case, as ASCII, into {@code text} from {@code start} on. */
    static void put(UUID value, byte[] text, int start) {
        long most = value.getMostSignificantBits();
        long least = value.getLeastSignificantBits();
        for (int i = LENGTH - 1; i >= 0; i--) {
            if (isDash(i)) {
                text[start + i] = '-';
            } else if (i < LENGTH / 2) {
                text[start + i] = DIGITS[(int) (most & 0xF)];
                most >>>= 4;
            } else {
                text[start + i] = DIGITS[(int) (least & 0xF)];
                least >>>= 4;
            }
        }
    }

    private static boolean isDash(int index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    }

    /** Returns the value of a hexadecimal digit of ASCII, 0 to 15, or -1 for another character. */
    private static int digit(char character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        if (character >= 'A' && character <= 'F') {
            return character - 'A' + 10;
        }
        if (character >= 'a' && character <= 'f') {
            return character - 'a' + 10;
        }
        return -1;
    }
}
