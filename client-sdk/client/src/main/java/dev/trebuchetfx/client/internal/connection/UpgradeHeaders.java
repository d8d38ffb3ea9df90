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
 * <p>Names are compared without case. Where two give the same header, one wins, always the same: the token over the supplied headers, these over
 * the fixed ones, these over the user information of the address. Immutable; the suppliers may be called by any thread.
 */
public final class UpgradeHeaders {
    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** The handshake gives these itself; another value would break it. */
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
     * Makes the headers of a client.
     *
     * @param endpoints whose user information is sent as {@code Authorization: Basic …}
     * @param fixed already {@linkplain #checked checked}
     * @param supplied asked before each attempt; null where nobody is to be asked
     * @param token asked before each attempt; null where nobody is to be asked
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
     * @throws IllegalArgumentException if it can't be sent; the message does not have its value
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

    /** Returns whether somebody is asked for headers before each attempt, who may block and may know better the next time. */
    public boolean areAskedFor() {
        return supplied != null || token != null;
    }

    /**
     * Puts the headers of one attempt together. Blocks as long as the suppliers do.
     *
     * @throws IllegalArgumentException if a supplier gave what can't be sent; the message does not have it
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

    /** Replaces name and value: a map that compares without case keeps the old name otherwise. */
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
