// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.internal.transport.BasicAuthorization;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the upgrade request that the application gives, put together anew for each attempt.
 *
 * <p>Names are compared without case. Where several sources give one header, the token wins over the supplied headers, these over the
 * fixed ones, and these over the user information of the address. Immutable; the suppliers may be called by any thread.
 */
public final class UpgradeHeaders {
    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** The headers that the client sets itself; another value would break the handshake. */
    private static final Set<String> RESERVED = caseless(Set.of(
            "Connection",
            "Upgrade",
            "Content-Length",
            "Transfer-Encoding",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Accept",
            "Sec-WebSocket-Extensions",
            "Trebuchet-Ext",
            "Trebuchet-Client"));

    private final Map<String, String> fixed;
    private final @Nullable Supplier<Map<String, String>> supplied;
    private final @Nullable Supplier<@Nullable String> token;
    private final Map<String, String> basicByUri = new HashMap<>();

    /**
     * Creates the headers of a client.
     *
     * @param endpoints the addresses, whose user information is sent as {@code Authorization: Basic …}
     * @param fixed headers that are {@linkplain #checked checked} already
     * @param supplied a supplier of headers that is asked before each attempt, or null for none
     * @param token a supplier of a token that is asked before each attempt, or null for none
     */
    public UpgradeHeaders(
            List<ServerAddress> endpoints,
            Map<String, String> fixed,
            @Nullable Supplier<Map<String, String>> supplied,
            @Nullable Supplier<@Nullable String> token) {
        this.fixed = Map.copyOf(fixed);
        this.supplied = supplied;
        this.token = token;
        for (ServerAddress endpoint : endpoints) {
            String userInfo = endpoint.userInfo();
            if (userInfo != null) {
                basicByUri.put(endpoint.uri().toString(), BasicAuthorization.of(userInfo));
            }
        }
    }

    /** Returns a map for headers whose names are compared without case. */
    public static Map<String, String> caselessMap() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /**
     * Checks a header and returns its value without white space at its ends.
     *
     * @throws IllegalArgumentException if the header can't be sent; the message leaves its value out
     */
    public static String checked(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a header must have letters, digits and '-' only, but was '" + visible(name) + "'");
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "the header '" + name + "' is the client's own, and can't be given another value");
        }
        return checkedValue("the header '" + name + "'", value);
    }

    /** Returns whether suppliers are asked before each attempt. They may block, and may give other headers the next time. */
    public boolean areAskedFor() {
        return supplied != null || token != null;
    }

    /**
     * Puts the headers of one attempt together. Blocks as long as the suppliers do.
     *
     * @throws IllegalArgumentException if a supplier gave what can't be sent; the message leaves it out
     * @throws RuntimeException whatever else a supplier throws
     */
    Map<String, String> of(ServerAddress endpoint) {
        Map<String, String> headers = caselessMap();
        String basic = basicByUri.get(endpoint.uri().toString());
        if (basic != null) {
            headers.put(AUTHORIZATION, basic);
        }
        replace(headers, fixed);
        if (supplied != null) {
            Map<String, String> checked = caselessMap();
            supplied.get().forEach((name, value) -> checked.put(name, checked(name, value)));
            replace(headers, checked);
        }
        String given = token == null ? null : token.get();
        if (given != null) {
            String value = checkedValue("the token", given);
            if (value.isEmpty()) {
                throw new IllegalArgumentException(
                        "the token must not be empty; give null where a server needs none, or look at where it is read from");
            }
            replace(headers, Map.of(AUTHORIZATION, "Bearer " + value));
        }
        return headers;
    }

    /** Replaces headers, names included, since a map that compares without case would keep the old name. */
    private static void replace(Map<String, String> headers, Map<String, String> with) {
        with.forEach((name, value) -> {
            headers.remove(name);
            headers.put(name, value);
        });
    }

    private static String checkedValue(String what, String value) {
        String trimmed = value.strip();
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                throw new IllegalArgumentException(what
                        + " must have visible ASCII characters only, since no header carries others, but has "
                        + String.format("U+%04X", (int) c) + " as character " + (i + 1) + " of " + trimmed.length()
                        + (c == '\n' || c == '\r' ? "; it is a line end, as where a file has several lines" : ""));
            }
        }
        return trimmed;
    }

    private static String visible(String name) {
        return name.codePoints()
                .limit(80)
                .mapToObj(c -> c < ' ' || c > '~' ? String.format("\\u%04X", c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static Set<String> caseless(Set<String> names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(names);
        return Collections.unmodifiableSet(set);
    }
}
