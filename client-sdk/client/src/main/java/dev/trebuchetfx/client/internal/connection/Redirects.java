// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules by which a client follows a server that answers the upgrade with another address (RFC 9110, section 15.4). */
final class Redirects {
    /** The largest number of redirects in a row; more are taken for a circle. */
    static final int MAX_REDIRECTS = 5;

    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);

    /** The decision on a redirect. */
    sealed interface Decision {}

    /** The address to try now. */
    record Follow(ServerAddress to) implements Decision {}

    /** A redirect that is not followed. */
    record Refuse(String why) implements Decision {}

    private Redirects() {}

    /**
     * Decides on an answer.
     *
     * @param from the address that was asked
     * @param followed the number of redirects that have led there
     * @return the decision; empty where the answer is no redirect
     */
    static Optional<Decision> of(ServerAddress from, TransportClosed.Refused answer, int followed) {
        if (!STATUSES.contains(answer.status())) {
            return Optional.empty();
        }
        String location = answer.headers().get("location");
        if (location == null || location.isBlank()) {
            return Optional.of(new Refuse("it named no other address"));
        }
        ServerAddress to;
        try {
            to = ServerAddress.of(webSocket(from, location));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Refuse("the address that it named can't be used: " + e.getMessage()));
        }
        if (from.isSecure() && !to.isSecure()) {
            return Optional.of(new Refuse("it named " + to + ", which is not encrypted, and " + from + " is"));
        }
        if (followed >= MAX_REDIRECTS) {
            return Optional.of(new Refuse("it named " + to + ", after " + MAX_REDIRECTS + " others"));
        }
        return Optional.of(new Follow(to));
    }

    /**
     * Returns the headers of the application that another address may see: all of them at the same host and port, or where the same host
     * names its encrypted address; none elsewhere, since any of them may be a secret.
     */
    static Map<String, String> headersFor(ServerAddress from, ServerAddress to, Map<String, String> headers) {
        boolean isSame =
                from.host().equals(to.host()) && (from.port() == to.port() || (to.isSecure() && !from.isSecure()));
        return isSame ? headers : Map.of();
    }

    private static URI webSocket(ServerAddress from, String location) {
        // A relative reference is resolved against the address as HTTP knows it.
        URI base = URI.create("http" + from.uri().toString().substring("ws".length()));
        URI reference;
        try {
            reference = new URI(location.strip());
        } catch (URISyntaxException e) {
            // The message leaves the text out, which may hold a secret.
            throw new IllegalArgumentException("it is no address: " + e.getReason(), e);
        }
        // The JDK resolves a query alone against the folder; RFC 3986, section 5.2.2, resolves it against the path.
        URI named = reference.toString().startsWith("?")
                ? URI.create(base.toString().replaceAll("\\?.*", "") + reference)
                : base.resolve(reference);
        String text = named.toString();
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        String scheme = named.getScheme() == null ? "" : named.getScheme().toLowerCase(Locale.ROOT);
        String rest = whole.substring(scheme.length());
        return URI.create(
                switch (scheme) {
                    case "http" -> "ws" + rest;
                    case "https" -> "wss" + rest;
                    default -> whole;
                });
    }
}
