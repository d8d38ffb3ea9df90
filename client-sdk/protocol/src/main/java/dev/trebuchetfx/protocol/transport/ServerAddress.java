// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a WebSocket server (RFC 6455, section 3). It also accepts addresses that {@link URI} reads but does not divide into
 * host and port: with an underscore in the host, or a host in another script than Latin. The scheme may be in capitals.
 *
 * @param uri the address without user information, in ASCII and with a scheme in lower case, so that it can be shown and logged
 * @param host the host's name in ASCII and lower case, or its address; an IPv6 address is in square brackets
 * @param port the port, 1 to 65535; the scheme's default, 80 or 443, if none was given
 * @param userInfo {@code user:password}, without escapes; null if there is none
 */
public record ServerAddress(
        URI uri, String host, int port, @Nullable String userInfo) {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>[^@]*)@)?(?<host>\\[[0-9A-Fa-f:.%\\w]+]|[^\\[\\]:@]+)(?::(?<port>\\d*))?");
    /** The characters that IDNA 2003, which the JDK implements, maps to another name than IDNA 2008 does (UTS 46, section 7). */
    private static final Set<Integer> DEVIATIONS = Set.of(0xDF, 0x3C2, 0x200C, 0x200D);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+");

    /**
     * Reads an address, {@code ws://[user:password@]host[:port][/path][?query]} or the same with {@code wss:}.
     *
     * @throws IllegalArgumentException if {@code given} is no such address; the message says what is wrong, without user information
     */
    public static ServerAddress of(URI given) {
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw invalid(given, "it must begin with ws:// or wss://");
        }
        if (given.getRawFragment() != null) {
            throw invalid(given, "it must not have a fragment, the part from '#' on");
        }
        String authority = given.getRawAuthority();
        Matcher parts = AUTHORITY.matcher(authority == null ? "" : authority);
        if (!parts.matches()) {
            throw invalid(given, "it must have a host");
        }
        String host = host(given, parts.group("host"));
        String portText = parts.group("port");
        boolean isDefault = portText == null || portText.isEmpty();
        int port = isDefault ? (scheme.equals("wss") ? 443 : 80) : port(given, portText);
        String userInfo = parts.group("user") == null ? null : unescaped(given, parts.group("user"));
        return new ServerAddress(
                uri(given, scheme + "://" + host + (isDefault ? "" : ":" + port)), host, port, userInfo);
    }

    /** Returns whether connections to the server are encrypted, that is, whether the scheme is {@code wss}. */
    public boolean isSecure() {
        return "wss".equals(uri.getScheme());
    }

    /** Returns host and port for the header {@code Host}, without the port if it is the scheme's default. */
    public String hostHeader() {
        return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
    }

    /** Returns the address without user information, which may be secret. */
    @Override
    public String toString() {
        return uri.toString();
    }

    private static String host(URI given, String host) {
        if (host.startsWith("[")) {
            return host;
        }
        if (host.codePoints().anyMatch(DEVIATIONS::contains)) {
            throw invalid(
                    given,
                    "its host has a letter that old and new rules for names read differently; write it as xn--…");
        }
        try {
            String ascii = IDN.toASCII(host);
            if (NAME.matcher(ascii).matches()) {
                return ascii.toLowerCase(Locale.ROOT);
            }
        } catch (IllegalArgumentException e) {
            throw invalid(given, "its host is no name that can be looked up: " + e.getMessage());
        }
        throw invalid(given, "its host must have letters, digits, '.', '-' and '_' only");
    }

    private static int port(URI given, String text) {
        int port = text.length() > 5 ? 0 : Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw invalid(given, "its port must be 1 to 65535");
        }
        return port;
    }

    private static String unescaped(URI given, String userInfo) {
        try {
            return new URI("ws://" + userInfo + "@host").getUserInfo();
        } catch (URISyntaxException e) {
            throw invalid(given, "its user information can't be read: " + e.getReason());
        }
    }

    private static URI uri(URI given, String origin) {
        String path = given.getRawPath() == null ? "" : given.getRawPath();
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        String rest = URI.create("ws://host" + (path.isEmpty() && !query.isEmpty() ? "/" : path) + query)
                .toASCIIString();
        return URI.create(origin + rest.substring("ws://host".length()));
    }

    private static IllegalArgumentException invalid(URI given, String why) {
        // A pattern is needed, since an address without slashes has no authority from which to take the password.
        String shown = given.toString().replaceAll("[^/@]*@", "…@");
        return new IllegalArgumentException(
                "expected the address of a server, such as ws://host:port/path, but was '" + shown + "': " + why);
    }
}
