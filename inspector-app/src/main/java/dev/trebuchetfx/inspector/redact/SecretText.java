// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import java.util.List;
import java.util.Locale;

/**
 * A finder of names of secrets, and of secrets in running text. Texts come from the other side of a connection and may be of any size: each
 * search goes over a text once and never back to where it was, so that the time grows with the size and no faster.
 */
final class SecretText {
    /** In place of a secret. */
    static final String MARK = "[redacted]";
    /** The same within a URL, where brackets mean something. */
    static final String URL_MARK = "redacted";

    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "authorization",
            "credential",
            "privatekey",
            "cookie",
            "sessionid",
            "signature",
            "jwt");

    private static final List<String> SCHEMES = List.of("bearer", "basic", "digest", "negotiate");
    private static final int SHORTEST_CREDENTIAL = 6;
    private static final Chars CREDENTIAL = Chars.alphanumericAnd("+/=._~-");

    private static final String TOKEN_START = "eyJ";
    private static final int SHORTEST_TOKEN_PART = 5;

    private static final String AUTHORITY = "://";
    private static final Chars URL_SCHEME = Chars.alphanumericAnd("+.-");
    private static final Chars URL_USER = Chars.visibleBut("/\"'");
    private static final Chars URL_PATH = Chars.visibleBut("?#\"'<>");
    private static final Chars URL_QUERY = Chars.visibleBut("#\"'<>");

    private static final Chars WORD = Chars.alphanumericAnd("_");
    private static final Chars QUOTE = Chars.of("\"'");
    private static final Chars VALUE = Chars.visibleBut("\"',;&}");
    private static final Chars PADDING = Chars.of("=");

    private SecretText() {}

    /** Whether a key, header or parameter of this name holds a secret. */
    static boolean isSecretName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return "auth".equals(plain) || "pwd".equals(plain) || NAMES.stream().anyMatch(plain::contains);
    }

    /** The text without its secrets; the same object where it has none. */
    static String clean(String text) {
        if (text.length() < 6) {
            return text;
        }
        String clean = withoutCredentials(withoutQueries(withoutUsers(text)));
        clean = withoutNamed(withoutTokens(clean));
        return clean.equals(text) ? text : clean;
    }

    private static String withoutUsers(String text) {
        Rewriting rewriting = new Rewriting(text);
        for (int at = text.indexOf(AUTHORITY); at >= 0; at = text.indexOf(AUTHORITY, at + 1)) {
            int from = at + AUTHORITY.length();
            if (URL_SCHEME.at(text, at - 1)) {
                // A password may have an @ of its own, though it should not.
                int user = text.substring(from, URL_USER.end(text, from)).lastIndexOf('@');
                if (user > 0) {
                    rewriting.replace(from, from + user, URL_MARK);
                }
            }
        }
        return rewriting.result();
    }

    private static String withoutQueries(String text) {
        Rewriting rewriting = new Rewriting(text);
        int next = 0;
        for (int at = text.indexOf(AUTHORITY); at >= 0; at = text.indexOf(AUTHORITY, next)) {
            int path = URL_PATH.end(text, at + AUTHORITY.length());
            next = path;
            if (path < text.length() && text.charAt(path) == '?') {
                next = URL_QUERY.end(text, path + 1);
                if (URL_SCHEME.at(text, at - 1)) {
                    rewriting.replace(path + 1, next, URL_MARK);
                }
            }
        }
        return rewriting.result();
    }

    /** Removes the credentials that follow the name of a scheme of HTTP, as in {@code Bearer …}. */
    private static String withoutCredentials(String text) {
        Rewriting rewriting = new Rewriting(text);
        int at = 0;
        while (at < text.length()) {
            if (!Chars.SPACE.has(text.charAt(at))) {
                at++;
                continue;
            }
            int from = Chars.SPACE.end(text, at);
            int end = endsInScheme(text, at) ? CREDENTIAL.end(text, from) : from;
            if (end - from >= SHORTEST_CREDENTIAL) {
                rewriting.replace(from, end, MARK);
                from = end;
            }
            at = from;
        }
        return rewriting.result();
    }

    private static boolean endsInScheme(String text, int end) {
        for (String scheme : SCHEMES) {
            int from = end - scheme.length();
            if (text.regionMatches(true, from, scheme, 0, scheme.length()) && !WORD.at(text, from - 1)) {
                return true;
            }
        }
        return false;
    }

    /** JSON Web Tokens. */
    private static String withoutTokens(String text) {
        Rewriting rewriting = new Rewriting(text);
        int next = 0;
        int first = 0;
        for (int at = text.indexOf(TOKEN_START); at >= 0; at = text.indexOf(TOKEN_START, next)) {
            first = at < first ? first : Chars.NAME.end(text, at);
            next = at + TOKEN_START.length();
            if (!WORD.at(text, at - 1)) {
                int end = tokenEnd(text, at, first);
                if (end > at) {
                    rewriting.replace(at, end, MARK);
                }
                // What begins later in the same run would end like this one.
                next = Math.max(first, end);
            }
        }
        return rewriting.result();
    }

    /** Returns the end of the token whose first part ends at {@code first}, or {@code at} where there is none. */
    private static int tokenEnd(String text, int at, int first) {
        if (first - at < TOKEN_START.length() + SHORTEST_TOKEN_PART || !hasDot(text, first)) {
            return at;
        }
        int second = Chars.NAME.end(text, first + 1);
        if (second - first - 1 < SHORTEST_TOKEN_PART) {
            return at;
        }
        return hasDot(text, second) ? Chars.NAME.end(text, second + 1) : second;
    }

    private static boolean hasDot(String text, int place) {
        return place < text.length() && text.charAt(place) == '.';
    }

    /** Removes what stands after the name of a secret and {@code =} or {@code :}. */
    private static String withoutNamed(String text) {
        Rewriting rewriting = new Rewriting(text);
        int floor = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c != '=' && c != ':') || !endsInSecretName(text, at, floor)) {
                continue;
            }
            int from = Chars.SPACE.end(text, at + 1);
            from += QUOTE.at(text, from) ? 1 : 0;
            int end = VALUE.end(text, from);
            // The padding of base64 is no value.
            if (PADDING.end(text, from) < end) {
                rewriting.replace(from, end, MARK);
                floor = end;
                at = end - 1;
            }
        }
        return rewriting.result();
    }

    private static boolean endsInSecretName(String text, int at, int floor) {
        int end = Chars.SPACE.start(text, at, floor);
        end -= end > floor && QUOTE.at(text, end - 1) ? 1 : 0;
        int start = Chars.NAME.start(text, end, floor);
        return start < end && isSecretName(text.substring(start, end));
    }

    /** A URL without user and without the values of its query. */
    static String cleanUrl(String url) {
        int mark = url.indexOf('?');
        String base = withoutUsers(mark < 0 ? url : url.substring(0, mark));
        if (mark < 0) {
            return base;
        }
        StringBuilder query = new StringBuilder();
        for (String pair : url.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            // A parameter without a name is a value.
            query.append(query.isEmpty() ? '?' : '&')
                    .append(equals < 0 ? "" : pair.substring(0, equals + 1))
                    .append(URL_MARK);
        }
        return base + query;
    }
}
