// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may use a proxy: those of the server itself, those of the proxy's own address, and those that the user has allowed. A
 * program that is no browser names no origin and may.
 */
final class OriginRule {
    private static final List<String> OWN_NAMES = List.of("127.0.0.1", "localhost", "[::1]");

    private final String ofServer;
    private final Set<String> allowed;

    /**
     * Makes a rule.
     *
     * @param allowed further origins, such as {@code https://app.example}
     */
    OriginRule(ServerAddress server, Set<String> allowed) {
        this.ofServer = normal((server.isSecure() ? "https://" : "http://") + server.hostHeader());
        this.allowed = allowed.stream().map(OriginRule::normal).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns whether a request with this field may be relayed.
     *
     * @param origin the value of the field; null if there is none
     * @param ownPort the port on which the proxy listens
     */
    boolean allows(@Nullable String origin, int ownPort) {
        if (origin == null) {
            return true;
        }
        String asked = normal(origin);
        return asked.equals(ofServer)
                || allowed.contains(asked)
                || OWN_NAMES.stream().anyMatch(name -> asked.equals(normal("http://" + name + ":" + ownPort)));
    }

    /** Returns why the pages of an origin are refused, and what to do. */
    static String refusal(String origin) {
        // A browser says null for every page to which it gives no origin: allowing that would let in all of them.
        return normal(origin).equals("null")
                ? "a page without an origin, such as one from a file or in a sandboxed frame, may not use this proxy; "
                        + "serve the page over http and allow its origin with --allow-origin"
                : "the page " + origin + " may not use this proxy; --allow-origin " + origin + " allows it, "
                        + "and the server may have to allow it too";
    }

    /** Returns whether a {@code Host} field names the proxy itself. */
    static boolean isOwnHost(String host, int ownPort) {
        String asked = normal("http://" + host);
        return OWN_NAMES.stream().anyMatch(name -> asked.equals(normal("http://" + name + ":" + ownPort)));
    }

    private static String normal(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") && lower.endsWith(":80")) {
            return lower.substring(0, lower.length() - 3);
        }
        return lower.startsWith("https://") && lower.endsWith(":443") ? lower.substring(0, lower.length() - 4) : lower;
    }
}
