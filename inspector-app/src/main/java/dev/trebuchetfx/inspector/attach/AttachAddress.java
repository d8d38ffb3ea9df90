// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.protocol.internal.foreign.ForeignText;
import java.net.URI;

/**
 * Where a running application can be watched, and the secret that allows it.
 *
 * @param port on the loopback address
 * @param token given to nobody but the user
 */
public record AttachAddress(int port, String token) {
    private static final String SCHEME = "attach";

    /**
     * Reads what an application printed or wrote.
     *
     * @throws IllegalArgumentException if it is no such address; the message says what one looks like
     */
    public static AttachAddress parse(String text) {
        try {
            URI uri = URI.create(text.strip());
            String path = uri.getPath();
            boolean local = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
            if (SCHEME.equals(uri.getScheme()) && local && uri.getPort() > 0 && path != null && path.length() > 1) {
                return new AttachAddress(uri.getPort(), path.substring(1));
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for an address of another kind.
        }
        throw new IllegalArgumentException("expected the address that the application printed, such as "
                + "attach://127.0.0.1:40123/TOKEN, but found '" + ForeignText.printable(text.strip()) + "'");
    }

    /** As a person passes it on. */
    @Override
    public String toString() {
        return SCHEME + "://127.0.0.1:" + port + "/" + token;
    }
}
