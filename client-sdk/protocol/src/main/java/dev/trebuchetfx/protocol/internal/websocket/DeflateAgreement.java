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
 * What client and server agree on about permessage-deflate: RFC 7692, 7.1.
 *
 * <p>The JDK compresses with a window of 15 bits and no other, and reads any. So an offer that binds this server to a smaller one is
 * declined, a client never offers {@code client_max_window_bits}, and what the peer compresses with is its own choice.
 *
 * @param serverKeepsContext whether the server's messages may refer back to those before
 * @param clientKeepsContext the same of the client's
 * @param namesServerWindow whether the offer named the server's window, so that the answer must
 */
record DeflateAgreement(boolean serverKeepsContext, boolean clientKeepsContext, boolean namesServerWindow) {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final int OUR_WINDOW = 15;

    /** What a client asks for. */
    static String offer(MessageCompression wanted) {
        return wanted.keepsContext() ? NAME : NAME + "; " + SERVER_NO_CONTEXT + "; " + CLIENT_NO_CONTEXT;
    }

    /** What this server agrees to of what a client asks for: the first that it can keep; nothing where there is none. */
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

    /** The answer of the server that agreed to this. */
    String answer() {
        return NAME
                + (serverKeepsContext ? "" : "; " + SERVER_NO_CONTEXT)
                + (clientKeepsContext ? "" : "; " + CLIENT_NO_CONTEXT)
                + (namesServerWindow ? "; " + SERVER_WINDOW + "=" + OUR_WINDOW : "");
    }

    /**
     * What the server has answered to our {@link #offer}.
     *
     * @return nothing where it is no answer to it, so that the connection must not go on
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
                        // Binds us to a window that we can't compress with, and was not offered.
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

    /** 8 to 15 without leading zeros, or 0. */
    private static int window(String value) {
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : 0;
    }
}
