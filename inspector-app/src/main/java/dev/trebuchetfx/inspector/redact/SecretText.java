// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What names of secrets look like, and secrets in running text. */
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

    private static final Pattern URL_QUERY =
            Pattern.compile("(?<start>\\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s?#\"'<>]*)\\?[^\\s#\"'<>]*");
    private static final Pattern USER_INFO = Pattern.compile("\\b(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)[^\\s/@\"']+@");
    private static final Pattern SCHEME =
            Pattern.compile("(?i)\\b(?<scheme>bearer|basic|digest|negotiate)\\s+[A-Za-z0-9+/=._~-]{6,}");
    private static final Pattern JWT =
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*)?");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(?<name>[\\w-]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|authorization|credential|session[_-]?id|cookie)"
                    + "[\\w-]*[\"']?\\s*[=:]\\s*)(?<quote>[\"']?)[^\\s\"',;&}]+");

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
        String clean = text;
        if (text.contains("://")) {
            clean = USER_INFO.matcher(clean).replaceAll("${scheme}" + URL_MARK + "@");
            clean = URL_QUERY.matcher(clean).replaceAll("${start}?" + URL_MARK);
        }
        clean = SCHEME.matcher(clean).replaceAll("${scheme} " + MARK);
        clean = JWT.matcher(clean).replaceAll(MARK);
        clean = NAMED.matcher(clean).replaceAll("${name}${quote}" + MARK);
        return clean.equals(text) ? text : clean;
    }

    /** A URL without user and without the values of its query. */
    static String cleanUrl(String url) {
        int mark = url.indexOf('?');
        String base = mark < 0 ? url : url.substring(0, mark);
        base = USER_INFO.matcher(base).replaceAll("${scheme}" + URL_MARK + "@");
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
