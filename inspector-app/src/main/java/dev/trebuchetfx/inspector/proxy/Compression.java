// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What client and server have agreed about permessage-deflate (RFC 7692 section 7.1).
 *
 * @param isOn whether messages may be compressed
 * @param serverKeepsContext whether the server's messages may refer back to earlier ones
 * @param clientKeepsContext the same for the client's
 */
record Compression(boolean isOn, boolean serverKeepsContext, boolean clientKeepsContext) {
    private static final Compression OFF = new Compression(false, false, false);

    static Compression agreedIn(HttpHead answer) {
        String extensions = answer.value("Sec-WebSocket-Extensions");
        if (extensions == null) {
            return OFF;
        }
        List<String> words = Arrays.stream(extensions.toLowerCase(Locale.ROOT).split("[;,]"))
                .map(String::strip)
                .toList();
        if (!words.contains("permessage-deflate")) {
            return OFF;
        }
        return new Compression(
                true, !words.contains("server_no_context_takeover"), !words.contains("client_no_context_takeover"));
    }

    boolean keepsContext(Direction direction) {
        return direction == Direction.TO_CLIENT ? serverKeepsContext : clientKeepsContext;
    }

    @Nullable
    RelayInflater inflater(Direction direction, LookBudget budget) {
        return isOn ? new RelayInflater(keepsContext(direction), budget) : null;
    }
}
