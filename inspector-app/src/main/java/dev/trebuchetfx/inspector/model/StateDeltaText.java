// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an update begins with, where it is packed as a state delta too, without reading the rest: a payload may be large. */
final class StateDeltaText {
    private static final String BASE64 = "\\s*:\\s*\"([A-Za-z0-9+/=\\\\]*)";

    /** In either order of the keys; with the data first only where what follows them is among what is read. */
    private static final Pattern WRAPPED =
            Pattern.compile("\\s*\\{\\s*(?:\"isFull\"\\s*:\\s*(?:true|false)\\s*,\\s*\"data\"" + BASE64
                    + "(\"?)|\"data\"" + BASE64 + "\"\\s*,\\s*\"isFull\"\\s*:)");

    private StateDeltaText() {}

    /** The first {@code length} characters in one line, with an ellipsis where more follows. */
    static String head(Bytes payload, int length) {
        // Four characters carry three bytes; a slash may be written as two.
        int read = Math.min(payload.size(), 2 * length + 64);
        Matcher wrapped = WRAPPED.matcher(new String(payload.unsafeArray(), 0, read, StandardCharsets.ISO_8859_1));
        if (!wrapped.lookingAt()) {
            return MessageTexts.head(payload);
        }
        boolean whole = wrapped.group(1) == null || !wrapped.group(2).isEmpty();
        String base64 = (wrapped.group(1) == null ? wrapped.group(3) : wrapped.group(1)).replace("\\", "");
        try {
            byte[] inner = Base64.getDecoder().decode(whole ? base64 : base64.substring(0, base64.length() / 4 * 4));
            return MessageTexts.head(Bytes.wrap(inner)) + (whole || inner.length > length ? "" : "…");
        } catch (IllegalArgumentException e) {
            return MessageTexts.head(payload);
        }
    }
}
