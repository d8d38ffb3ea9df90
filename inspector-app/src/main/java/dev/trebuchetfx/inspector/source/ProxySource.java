// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.proxy.Direction;
import dev.trebuchetfx.inspector.proxy.ProxiedMessage;
import dev.trebuchetfx.inspector.proxy.ProxyEvent;
import dev.trebuchetfx.inspector.proxy.Upstream;
import dev.trebuchetfx.inspector.proxy.WebSocketProxy;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Stands between clients and a server and captures what passes. Of what a client makes of it nothing is known: only frames are captured, when
 * connections begin and end, and the faults that were asked for.
 *
 * <p>Safe for use by any thread.
 */
public final class ProxySource implements EventSource {
    private static final int TEXT_FRAME = 1;
    private static final int CLOSE_FRAME = 8;
    private static final int PING_FRAME = 9;

    private final WebSocketProxy proxy;
    private final EventLog log;

    private ProxySource(WebSocketProxy proxy, EventLog log) {
        this.proxy = proxy;
        this.log = log;
    }

    /** Begins as {@link #start(InetSocketAddress, Upstream, Set, TimeSource, Executor, EventLog)} does, with no further origins. */
    public static ProxySource start(
            InetSocketAddress address, Upstream upstream, TimeSource time, Executor threads, EventLog log)
            throws IOException {
        return start(address, upstream, Set.of(), time, threads, log);
    }

    /**
     * Begins to listen and to capture.
     *
     * @param threads runs blocking tasks: one for the proxy, two for each connection
     * @param allowedOrigins the origins of web pages that may use the proxy beside its own and the server's
     * @throws IOException if the address can't be listened on
     */
    public static ProxySource start(
            InetSocketAddress address,
            Upstream upstream,
            Set<String> allowedOrigins,
            TimeSource time,
            Executor threads,
            EventLog log)
            throws IOException {
        Writer writer = new Writer(upstream.uri(), log);
        return new ProxySource(
                WebSocketProxy.start(address, upstream, allowedOrigins, time, threads, writer::write), log);
    }

    /** Without effect: it captures from the beginning. */
    @Override
    public void start() {}

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public void setRecording(boolean on) {
        log.setRecording(on);
    }

    /** Where clients connect to. */
    public int port() {
        return proxy.port();
    }

    /** Brings a fault about; see {@link WebSocketProxy#inject}. */
    public int inject(Fault fault) {
        return proxy.inject(fault);
    }

    /** Stops to relay and to capture. */
    @Override
    public void close() {
        proxy.close();
    }

    /** Makes events of what the proxy tells. Called for one at a time. */
    private static final class Writer {
        private final URI server;
        private final EventSink sink;
        private final FrameEvents frames = new FrameEvents(0);
        private final TapEvents notices;
        private final Set<Integer> refused = new HashSet<>();

        Writer(URI server, EventSink sink) {
            this.server = server;
            this.sink = sink;
            this.notices = new TapEvents(0, sink);
        }

        void write(ProxyEvent event) {
            switch (event) {
                case ProxyEvent.Opened opened -> state(opened, new ConnectionState.Connecting(server));
                case ProxyEvent.Upgraded upgraded -> state(upgraded, new ConnectionState.Connected(server));
                case ProxyEvent.Refused gone -> {
                    refused.add(gone.connection());
                    state(gone, new ConnectionState.Offline(gone.why()));
                }
                case ProxyEvent.Closed closed -> {
                    // One that was refused is offline already; that it closes then says nothing new.
                    if (!refused.remove(closed.connection())) {
                        state(closed, new ConnectionState.Offline(closed.why()));
                    }
                }
                case ProxyEvent.Disturbed disturbed ->
                    sink.append(new CapturedEvent(
                            TapEvents.nanos(disturbed.at()),
                            EventKind.FAULT,
                            0,
                            connection(disturbed),
                            null,
                            0,
                            0,
                            null,
                            Bytes.utf8(disturbed.what())));
                case ProxyEvent.Passed passed -> sink.append(frame(passed));
            }
        }

        private void state(ProxyEvent event, ConnectionState state) {
            notices.onEvent(new TapEvent.ConnectionChanged(event.at(), event.connection(), state));
        }

        private CapturedEvent frame(ProxyEvent.Passed passed) {
            ProxiedMessage message = passed.message();
            ConnectionName connection = connection(passed);
            long time = TapEvents.nanos(passed.at());
            int flags = flags(message);
            Bytes data = message.data();
            if (message.isUnseen()) {
                return FrameEvents.unseen(time, connection, flags, message.wireBytes());
            }
            if (message.isControl()) {
                return FrameEvents.control(time, control(message.opcode()), connection, flags, data);
            }
            if (passed.envelope() != null) {
                return frames.message(time, connection, flags, passed.envelope(), data);
            }
            return new CapturedEvent(
                    time, EventKind.UNDECODABLE, flags | EventFlags.FAILED, connection, null, 0, 0, null, data);
        }

        private ConnectionName connection(ProxyEvent event) {
            return new ConnectionName(0, event.connection(), server.toString());
        }

        private static EventKind control(int opcode) {
            return switch (opcode) {
                case CLOSE_FRAME -> EventKind.CLOSE;
                case PING_FRAME -> EventKind.PING;
                default -> EventKind.PONG;
            };
        }

        private static int flags(ProxiedMessage message) {
            return (message.direction() == Direction.TO_SERVER ? EventFlags.SENT : 0)
                    | (message.opcode() == TEXT_FRAME ? EventFlags.TEXT : 0)
                    | (message.isCut() ? EventFlags.CUT : 0)
                    | (message.frames() > 1 ? EventFlags.FRAGMENTED : 0)
                    | (message.isCompressed() ? EventFlags.COMPRESSED : 0);
        }
    }
}
