// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parser of the header {@code Sec-WebSocket-Extensions} (RFC 6455, section 9.1). */
final class ExtensionHeader {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern NAME = Pattern.compile("\\s*(" + TOKEN + ")\\s*");
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*(" + TOKEN + ")\\s*(?:=\\s*(?:(" + TOKEN + ")|\"(" + TOKEN + ")\")\\s*)?");

    private ExtensionHeader() {}

    /**
     * One extension that is offered or accepted.
     *
     * @param name the name in lower case
     * @param parameters the parameters in their order
     */
    record Extension(String name, List<Parameter> parameters) {}

    /**
     * A parameter of an extension.
     *
     * @param name the name in lower case
     * @param value the value without quotes; null if there is none
     */
    record Parameter(String name, @Nullable String value) {}

    /** Returns the extensions in their order; none if the header is absent or malformed. */
    static List<Extension> parse(@Nullable String header) {
        List<Extension> extensions = new ArrayList<>();
        if (header == null || header.isBlank()) {
            return extensions;
        }
        int at = 0;
        while (true) {
            Matcher name = NAME.matcher(header).region(at, header.length());
            if (!name.lookingAt()) {
                return List.of();
            }
            at = name.end();
            List<Parameter> parameters = new ArrayList<>();
            while (at < header.length() && header.charAt(at) == ';') {
                Matcher parameter = PARAMETER.matcher(header).region(at + 1, header.length());
                if (!parameter.lookingAt()) {
                    return List.of();
                }
                at = parameter.end();
                String value = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
                parameters.add(new Parameter(parameter.group(1).toLowerCase(Locale.ROOT), value));
            }
            extensions.add(new Extension(name.group(1).toLowerCase(Locale.ROOT), parameters));
            if (at == header.length()) {
                return extensions;
            }
            if (header.charAt(at) != ',') {
                return List.of();
            }
            at++;
        }
    }
}
