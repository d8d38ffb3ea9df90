// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a server. */
final class Endpoint implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
        try {
            URI uri = new URI(value);
            boolean webSocket = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
            if (webSocket && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new TypeConversionException(expected(value));
        }
        throw new TypeConversionException(expected(value));
    }

    private static String expected(String value) {
        return "expected ws://HOST:PORT or wss://HOST:PORT but found '" + value + "'";
    }
}
