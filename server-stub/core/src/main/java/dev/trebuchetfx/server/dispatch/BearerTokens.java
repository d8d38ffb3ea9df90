// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** The tokens that a server knows, or none, so that anyone is let in as one anonymous principal. Immutable. */
public final class BearerTokens implements Credentials {
    private static final String ANONYMOUS = "anonymous";
    private static final String SCHEME = "bearer ";

    private final Map<String, String> principalsByToken;

    /** @param principalsByToken the principals by their tokens; empty lets anyone in */
    public BearerTokens(Map<String, String> principalsByToken) {
        this.principalsByToken = Map.copyOf(principalsByToken);
    }

    @Override
    public Optional<String> principal(Map<String, String> headers) {
        if (principalsByToken.isEmpty()) {
            return Optional.of(ANONYMOUS);
        }
        String authorization = headers.get("authorization");
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
