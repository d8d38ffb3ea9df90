// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cookies that servers gave in their answers to upgrades, for the attempts to come: a load balancer leads a client back to the server that
 * keeps its streams by one. They end with the client. Safe for use by any thread.
 */
final class Cookies {
    private static final Logger LOG = LoggerFactory.getLogger(Cookies.class);

    /** The most cookies that are kept, of all servers. The store has no bound of its own, and takes quadratic time to fill. */
    private static final int MOST = 50;

    /** The most characters of a cookie with its attributes. */
    private static final int LONGEST = 4_096;

    /** The most characters that are sent: servers refuse a request with more. */
    private static final int MOST_SENT = 6_000;

    private final CookieManager manager = new CookieManager();

    /**
     * Keeps the cookies that a server gave. One that can't be read, is long, or is for another host, is left out. Where they become too many,
     * those before are forgotten.
     */
    void keep(ServerAddress server, List<String> setCookies) {
        for (String cookie : setCookies) {
            if (cookie.length() > LONGEST) {
                LOG.warn("A cookie that {} gave has {} characters and is not kept", server, cookie.length());
                continue;
            }
            try {
                if (manager.getCookieStore().getCookies().size() >= MOST) {
                    manager.getCookieStore().removeAll();
                }
                manager.put(asHttp(server), Map.of("Set-Cookie", List.of(cookie)));
            } catch (IOException | RuntimeException e) {
                LOG.warn("A cookie that {} gave can't be read and is not kept", server);
            }
        }
    }

    /** Returns the value of the header {@code Cookie} of a request to a server, or an empty text for none. */
    String of(ServerAddress server) {
        try {
            StringBuilder sent = new StringBuilder();
            for (String cookie : manager.get(asHttp(server), Map.of()).getOrDefault("Cookie", List.of())) {
                if (sent.length() + cookie.length() < MOST_SENT) {
                    sent.append(sent.isEmpty() ? "" : "; ").append(cookie);
                }
            }
            return sent.toString();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Returns the address under which the JDK's store keeps the cookies of a server. The store wants a host that {@link URI} knows,
     * which has no underscore; the host that stands for such a one is no other host's name.
     */
    private static URI asHttp(ServerAddress server) {
        String host = server.host().contains("_") ? server.host().replace("_", "-5f-") + ".invalid" : server.host();
        return URI.create((server.isSecure() ? "https" : "http") + "://"
                + host + ":" + server.port()
                + (server.uri().getRawPath().isEmpty() ? "/" : server.uri().getRawPath()));
    }
}
