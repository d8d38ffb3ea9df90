// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The credentials that a server accepts: any as those of one anonymous principal, or the tokens that it knows. Immutable. */
final class Credentials {
    private static final String ANONYMOUS = "anonymous";
    private static final String SCHEME = "bearer ";

    private final Map<String, String> principalsByToken;

    Credentials(Map<String, String> principalsByToken) {
        this.principalsByToken = Map.copyOf(principalsByToken);
    }

    /** Returns the principal that an {@code Authorization} header proves; empty where it proves none. */
    Optional<String> principal(@Nullable String authorization) {
        if (principalsByToken.isEmpty()) {
            return Optional.of(ANONYMOUS);
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        byte[] given = authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        return principalsByToken.entrySet().stream()
                .filter(entry -> MessageDigest.isEqual(given, entry.getKey().getBytes(StandardCharsets.UTF_8)))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
