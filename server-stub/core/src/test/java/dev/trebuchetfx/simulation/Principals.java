// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who the clients of a simulation may be: each shows a token, and another one after it has changed who it is. */
final class Principals {
    static final List<String> ALL = List.of("ann", "bob");

    private static final String SCHEME = "Bearer ";
    private static final String TOKEN = "token-of-";

    private Principals() {}

    static String tokenOf(String principal) {
        return TOKEN + principal;
    }

    /** Whom the headers of an upgrade name; null for nobody. */
    static @Nullable String in(Map<String, String> headers) {
        String value = headers.get("Authorization");
        return value == null ? null : Tokens.withoutNumber(value).substring((SCHEME + TOKEN).length());
    }
}
