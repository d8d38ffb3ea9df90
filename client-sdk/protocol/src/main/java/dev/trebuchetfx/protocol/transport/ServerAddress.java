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
 * The address of a WebSocket server. It takes what {@link URI} reads and doesn't divide: hosts with an underscore, hosts in other scripts than
 * Latin, a scheme in capitals.
 *
 * @param uri without user information, in ASCII, its scheme in lower case: fit to be shown and logged
 * @param host a name, or an address; that of version 6 in square brackets
 * @param port of the server, the scheme's default included
 * @param userInfo {@code user:password} as it is meant, without escapes; null where there is none
 */
public record ServerAddress(
        URI uri, String host, int port, @Nullable String userInfo) {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>[^@]*)@)?(?<host>\\[[0-9A-Fa-f:.%\\w]+]|[^\\[\\]:@]+)(?::(?<port>\\d*))?");
    /** What IDNA 2003, which the JDK knows, makes another name of than IDNA 2008 (UTS 46, section 7). */
    private static final Set<Integer> DEVIATIONS = Set.of(0xDF, 0x3C2, 0x200C, 0x200D);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+");

    /**
     * Reads an address, {@code ws://[user:password@]host[:port][/path][?query]} or {@code wss:…}.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong with it
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

    /** Returns whether the connection is encrypted. */
    public boolean isSecure() {
        return "wss".equals(uri.getScheme());
    }

    /** Returns host and port as the header {@code Host} has them, without the port where it is the scheme's default. */
    public String hostHeader() {
        return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
    }

    /** Returns the address without user information, which is not for everybody's eyes. */
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
        // Where the slashes are missing, a password is in no authority.
        String shown = given.toString().replaceAll("[^/@]*@", "…@");
        return new IllegalArgumentException(
                "expected the address of a server, such as ws://host:port/path, but was '" + shown + "': " + why);
    }
}
