// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import dev.trebuchetfx.server.dispatch.ClientConnectionSettings;
import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.dispatch.Dispatcher;
import dev.trebuchetfx.server.dispatch.TrafficCounts;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.StreamSettings;

/** The figures of streams, connections and calls, each beside its limit. Safe for use by any thread. */
public final class ServerMetrics implements MetricSource {
    private final ServerStreamRegistry registry;
    private final Connections connections;
    private final Dispatcher dispatcher;

    public ServerMetrics(ServerStreamRegistry registry, Connections connections, Dispatcher dispatcher) {
        this.registry = registry;
        this.connections = connections;
        this.dispatcher = dispatcher;
    }

    @Override
    public void write(MetricsText out) {
        out.gauge(
                "draining",
                "1 once the server refuses new calls and connections, else 0.",
                dispatcher.isDraining() ? 1 : 0);
        out.gauge("calls_in_flight", "Calls that are not answered yet.", dispatcher.callsInFlight());
        writeStreams(out);
        writeConnections(out);
        writeTraffic(out);
    }

    private void writeStreams(MetricsText out) {
        StreamSettings limits = registry.settings();
        ServerStreamRegistry.Load load = registry.load();
        out.gauge("streams", "Streams, bound and detached.", load.streams(), limits.maxStreams());
        out.gauge("streams_detached", "Streams without a connection.", load.detached(), limits.maxDetachedStreams());
        out.gauge(
                "principal_streams_most",
                "Streams of the principal that has the most.",
                load.mostOfOnePrincipal(),
                limits.maxStreamsPerPrincipal());
        out.gauge(
                "replay_bytes",
                "Bytes that streams keep for replays, and for states that a filter made.",
                load.keptBytes(),
                limits.maxReplayBufferBytes());
        out.counter(
                "replay_evicted_total",
                "Updates that can't be replayed any more, since all streams together kept too much.",
                load.evicted());
        out.counter("updates_conflated_total", "Updates that slow clients were not sent.", registry.conflatedTotal());
    }

    private void writeConnections(MetricsText out) {
        ClientConnectionSettings limits = connections.settings();
        Connections.Load load = connections.load();
        out.gauge("connections", "Open WebSocket connections.", load.connections());
        out.gauge(
                "connection_streams_most",
                "Streams of the connection that has the most.",
                load.mostStreamsOfOne(),
                limits.maxStreams());
        out.gauge("queued_bytes", "Bytes that wait for clients to read.", load.queuedBytes());
        out.gauge(
                "connection_queued_bytes_most",
                "Bytes that wait on the connection on which the most do.",
                load.mostQueuedBytesOfOne(),
                limits.maxQueuedBytes());
    }

    private void writeTraffic(MetricsText out) {
        TrafficCounts counts = connections.counts();
        out.counter("messages_received_total", "Messages from clients, unreadable ones included.", counts.messages());
        out.counter(
                "messages_unreadable_total",
                "Messages that could not be read and were dropped.",
                counts.unreadableMessages());
        out.counter(
                "messages_paused_total",
                "Messages beyond their principal's rate, after which its connection was read more slowly.",
                counts.messagesPaused());
        out.gauge(
                "principal_messages_per_second_limit",
                "The most messages that a principal sends in a second before it is slowed down.",
                connections.settings().maxMessagesPerSecond());
        out.counter("refusals_total", "Calls, streams and resumes that the authorizer refused.", counts.refusals());
        out.counter(
                "log_lines_left_out_total",
                "Lines that were left out of the log, since too many came.",
                counts.logLinesLeftOut());
    }
}
