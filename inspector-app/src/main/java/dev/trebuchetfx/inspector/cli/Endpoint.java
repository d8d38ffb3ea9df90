// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a server. Where a command takes several, a comma stands between them. */
final class Endpoint implements ITypeConverter<URI> {
    /** The comma before another address; those within one, as in a query, are its own. */
    static final String SEPARATOR = ",(?=[A-Za-z][A-Za-z0-9+.-]*://)";

    /** The description of the parameter in the commands' help. */
    static final String SEVERAL = "ws://HOST:PORT or wss://…; several, with commas between, are one cluster";

    @Override
    public URI convert(String value) {
        try {
            URI uri = new URI(value);
            ServerAddress.of(uri);
            return uri;
        } catch (URISyntaxException e) {
            throw new TypeConversionException("expected the address of a server, such as ws://host:port/path, but was '"
                    + value + "': " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
