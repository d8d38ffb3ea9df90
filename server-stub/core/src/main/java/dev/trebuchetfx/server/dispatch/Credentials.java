// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.util.Map;
import java.util.Optional;

/**
 * The credentials that a server accepts. Whatever proves who somebody is, a token, a key or a certificate, ends here: the rest of the server
 * knows principals alone. Safe for use by any thread.
 */
@FunctionalInterface
public interface Credentials {
    /**
     * Returns the principal that an upgrade request proves; empty where it proves none, so that it is refused. Returns at once.
     *
     * @param headers the headers of the request, with names in lower case
     */
    Optional<String> principal(Map<String, String> headers);
}
