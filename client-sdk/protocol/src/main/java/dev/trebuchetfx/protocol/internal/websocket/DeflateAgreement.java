// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import dev.trebuchetfx.protocol.internal.websocket.ExtensionHeader.Extension;
import dev.trebuchetfx.protocol.internal.websocket.ExtensionHeader.Parameter;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agreement of client and server on permessage-deflate (RFC 7692, section 7.1).
 *
 * <p>The JDK compresses with a window of 15 bits only, and inflates data of any window. Therefore the server declines an offer that
 * binds it to a smaller window, the client never offers {@code client_max_window_bits}, and the peer may choose its window freely.
 *
 * @param serverKeepsContext true if a message of the server may refer back to those before it
 * @param clientKeepsContext true if a message of the client may refer back to those before it
 * @param namesServerWindow true if the offer names the server's window, so that the answer must name it too
 */
record DeflateAgreement(boolean serverKeepsContext, boolean clientKeepsContext, boolean namesServerWindow) {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    /** The bits of the window with which the JDK compresses. */
    private static final int OUR_WINDOW = 15;

    /** Returns the client's offer. */
    static String offer(MessageCompression wanted) {
        return wanted.keepsContext() ? NAME : NAME + "; " + SERVER_NO_CONTEXT + "; " + CLIENT_NO_CONTEXT;
    }

    /** Returns the server's agreement to the first offer of the header that it can accept; empty if there is none. */
    static Optional<DeflateAgreement> acceptedOf(@Nullable String header, MessageCompression wanted) {
        for (Extension offer : ExtensionHeader.parse(header)) {
            if (offer.name().equals(NAME) && acceptable(offer.parameters())) {
                List<String> names =
                        offer.parameters().stream().map(Parameter::name).toList();
                return Optional.of(new DeflateAgreement(
                        wanted.keepsContext() && !names.contains(SERVER_NO_CONTEXT),
                        wanted.keepsContext() && !names.contains(CLIENT_NO_CONTEXT),
                        names.contains(SERVER_WINDOW)));
            }
        }
        return Optional.empty();
    }

    private static boolean acceptable(List<Parameter> offered) {
        Set<String> seen = new HashSet<>();
        return offered.stream().allMatch(parameter -> {
            String value = parameter.value();
            return seen.add(parameter.name())
                    && switch (parameter.name()) {
                        case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value == null;
                        case SERVER_WINDOW -> value != null && window(value) == OUR_WINDOW;
                        case CLIENT_WINDOW -> value == null || window(value) > 0;
                        default -> false;
                    };
        });
    }

    /** Returns the answer of a server that has made this agreement. */
    String answer() {
        return NAME
                + (serverKeepsContext ? "" : "; " + SERVER_NO_CONTEXT)
                + (clientKeepsContext ? "" : "; " + CLIENT_NO_CONTEXT)
                + (namesServerWindow ? "; " + SERVER_WINDOW + "=" + OUR_WINDOW : "");
    }

    /**
     * Returns the agreement that a server's answer to the client's {@link #offer} makes.
     *
     * @return the agreement; empty if the answer does not fit the offer, so that the client must fail the connection
     */
    static Optional<DeflateAgreement> answered(String header, MessageCompression wanted) {
        List<Extension> answer = ExtensionHeader.parse(header);
        if (answer.size() != 1 || !answer.get(0).name().equals(NAME)) {
            return Optional.empty();
        }
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : answer.get(0).parameters()) {
            String value = parameter.value();
            boolean known =
                    switch (parameter.name()) {
                        case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value == null;
                        case SERVER_WINDOW -> value != null && window(value) > 0;
                        // This includes client_max_window_bits: the client did not offer it and can't keep to it.
                        default -> false;
                    };
            if (!known || !seen.add(parameter.name())) {
                return Optional.empty();
            }
        }
        boolean serverKeeps = !seen.contains(SERVER_NO_CONTEXT);
        if (serverKeeps && !wanted.keepsContext()) {
            return Optional.empty();
        }
        return Optional.of(new DeflateAgreement(
                serverKeeps, wanted.keepsContext() && !seen.contains(CLIENT_NO_CONTEXT), seen.contains(SERVER_WINDOW)));
    }

    /** Returns the bits of a window, 8 to 15, or 0 for another text or a leading zero. */
    private static int window(String value) {
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : 0;
    }
}
