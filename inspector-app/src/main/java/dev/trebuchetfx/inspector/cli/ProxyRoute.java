// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.app.ProxySession;
import dev.trebuchetfx.inspector.capture.EventLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A route of {@code --proxy}: the port that clients connect to, and the server that they are led to.
 *
 * @param port the port on the loopback address; 0 for a free one
 */
record ProxyRoute(int port, URI server) {

    /** Starts it, and says where it is: where to connect on standard output, where faults are asked for after it. */
    ProxySession start(Set<String> allowedOrigins, EventLog log, PrintWriter out) throws IOException {
        ProxySession session = ProxySession.start(port, server, allowedOrigins, log);
        out.println("proxy " + session.uri());
        out.println("admin " + session.admin());
        out.flush();
        return session;
    }

    /** Reads {@code LISTENPORT=URL}. */
    static final class Converter implements ITypeConverter<ProxyRoute> {
        @Override
        public ProxyRoute convert(String text) {
            int equals = text.indexOf('=');
            try {
                int port = Integer.parseInt(text.substring(0, Math.max(0, equals)));
                if (port >= 0 && port <= 65_535) {
                    return new ProxyRoute(port, new Endpoint().convert(text.substring(equals + 1)));
                }
            } catch (NumberFormatException e) {
                // Said below, as for a port that can't be.
            }
            throw new TypeConversionException(
                    "expected LISTENPORT=URL such as 9000=ws://127.0.0.1:8080 but found '" + text + "'");
        }
    }
}
