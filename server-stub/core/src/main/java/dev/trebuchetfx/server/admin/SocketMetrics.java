// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import dev.trebuchetfx.server.transport.SocketLoad;
import dev.trebuchetfx.server.transport.SocketServer;
import dev.trebuchetfx.server.transport.SocketSettings;

/** The figures of the sockets. Safe for use by any thread. */
public final class SocketMetrics implements MetricSource {
    private final SocketServer server;
    private final SocketSettings settings;

    /** Shows the figures of {@code server}, beside the limits in {@code settings}. */
    public SocketMetrics(SocketServer server, SocketSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    @Override
    public void write(MetricsText out) {
        SocketLoad load = server.load();
        out.gauge("sockets", "Open sockets.", load.sockets(), settings.maxConnections());
        out.gauge(
                "sockets_opening", "Open sockets that are not WebSockets yet.", load.opening(), settings.maxOpening());
        out.gauge(
                "incoming_bytes",
                "Bytes of unfinished incoming messages on all connections.",
                load.incomingBytes(),
                settings.maxIncomingBytes());
        out.gauge(
                "outgoing_bytes",
                "Bytes of messages that have not left yet on all connections.",
                load.outgoingBytes(),
                settings.maxOutgoingBytes());
        out.gauge(
                "accepting", "1 if new sockets are accepted, 0 while no descriptor is left.", load.accepting() ? 1 : 0);
        out.counter("sockets_refused_full_total", "Sockets for which there was no room.", load.refusedFull());
        out.counter("requests_refused_total", "HTTP requests that were refused.", load.refusedRequests());
        out.counter(
                "sockets_too_late_total",
                "Sockets that did not become WebSockets in time and were closed.",
                load.tooLate());
        out.counter(
                "protocol_errors_total",
                "Connections that broke a rule of WebSocket or a limit of its messages.",
                load.protocolErrors());
    }
}
