// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The value of the headers {@code Authorization} and {@code Proxy-Authorization} for a user and a password (RFC 7617). */
public final class BasicAuthorization {
    private BasicAuthorization() {}

    /** Returns the header's value for {@code user:password}, in UTF-8; without a colon the password is empty. */
    public static String of(String userInfo) {
        String complete = userInfo.contains(":") ? userInfo : userInfo + ":";
        return "Basic " + Base64.getEncoder().encodeToString(complete.getBytes(StandardCharsets.UTF_8));
    }
}
