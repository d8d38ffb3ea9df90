// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.websocket.MessageFrames;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** A transport over Java-WebSocket, on sockets that {@link ClientSockets} opens and verifies. */
public final class WebSocketTransport implements Transport {
    private final int maxMessageBytes;
    private final MessageCompression compression;
    private final ProxyRoutes routes;
    private final Executor readers;
    private final String writerName;
    private final Cookies cookies = new Cookies();

    /**
     * Creates a transport.
     *
     * @param maxMessageBytes the largest message that is taken, in bytes; a larger one ends the connection
     * @param compression the compression that is offered to servers
     * @param routes the choice of the proxy that leads to a server
     * @param readers runs one long, blocking task for each connection: its reading side
     * @param writerName the name of the thread that writes to a connection
     */
    public WebSocketTransport(
            int maxMessageBytes,
            MessageCompression compression,
            ProxyRoutes routes,
            Executor readers,
            String writerName) {
        this.maxMessageBytes = maxMessageBytes;
        this.compression = compression;
        this.routes = routes;
        this.readers = readers;
        this.writerName = writerName;
    }

    @Override
    public Attempt open(TransportTarget target, TransportListener listener) {
        Client client = new Client(target, new ClientDraft(compression, maxMessageBytes), listener);
        readers.execute(client::runUnlessAborted);
        return client::abort;
    }

    /**
     * Returns the headers of a request, with {@code Host} and {@code Cookie}. The library's own {@code Host} leaves out ports that are
     * another scheme's default.
     */
    private Map<String, String> headersOf(TransportTarget target) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", target.address().hostHeader());
        headers.putAll(target.headers());
        headers.merge(
                "Cookie", cookies.of(target.address()), (given, kept) -> kept.isEmpty() ? given : given + "; " + kept);
        headers.values().removeIf(String::isEmpty);
        return headers;
    }

    private final class Client extends WebSocketClient implements TransportConnection {
        private final TransportTarget target;
        private final ClientDraft draft;
        private final TransportListener listener;
        private final QueuedFrames outgoing;
        private final AtomicBoolean told = new AtomicBoolean();
        private volatile @Nullable Socket connecting;
        private volatile boolean aborted;
        private volatile boolean opened;
        private volatile @Nullable Exception error;

        Client(TransportTarget target, ClientDraft draft, TransportListener listener) {
            super(target.address().uri(), draft, headersOf(target), 0);
            this.target = target;
            this.draft = draft;
            this.listener = listener;
            this.outgoing = new QueuedFrames(((WebSocketImpl) getConnection()).outQueue, this::sendFrame);
            setDaemon(true);
            // Liveness is the client's own business: the library's check would close a healthy, busy line.
            setConnectionLostTimeout(0);
            setSocketFactory(new ClientSockets(
                    target,
                    routes,
                    proxy -> new GatheringSocket(proxy, writerName, this::hasMoreToWrite),
                    this::connecting));
        }

        /** Returns whether another flush follows at once: the library takes the next frame, unless the connection is about to end. */
        private boolean hasMoreToWrite() {
            whileConnected(outgoing::written);
            return isOpen() && !((WebSocketImpl) getConnection()).outQueue.isEmpty();
        }

        /** Runs the connection, unless it was aborted before: the library would go on with such a connection, and never end it. */
        void runUnlessAborted() {
            if (!aborted) {
                try {
                    run();
                } catch (Throwable e) {
                    failed(e);
                }
                if (aborted) {
                    endWriter();
                }
            }
        }

        /** Ends the connection after an error that the library lets through, so that another one can follow. */
        private void failed(Throwable e) {
            String what = e instanceof OutOfMemoryError
                    ? "this client has too little memory for what the server sends: "
                    : "this client failed to read: ";
            error = new IOException(what + ForeignCode.describe(e), e);
            closeConnection(CloseFrame.ABNORMAL_CLOSE, "failed");
            closeSocket();
        }

        /**
         * Ends the thread that writes, by a write to a closed socket. Where a connection is given up between its handshake and the
         * start of that thread, the library has nothing to interrupt, and the thread would wait for ever.
         */
        private void endWriter() {
            closeSocket();
            ((WebSocketImpl) getConnection()).outQueue.add(ByteBuffer.allocate(1));
        }

        private void connecting(Socket socket) {
            connecting = socket;
            if (aborted) {
                close(socket);
            }
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                error = e;
            }
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            opened = true;
            keepCookies();
            Map<String, String> headers = new HashMap<>();
            for (Iterator<String> names = handshake.iterateHttpFields(); names.hasNext(); ) {
                String name = names.next();
                headers.put(name.toLowerCase(Locale.ROOT), handshake.getFieldValue(name));
            }
            listener.onOpen(this, headers);
        }

        @Override
        public void onMessage(ByteBuffer message) {
            byte[] bytes;
            if (message.hasArray() && message.arrayOffset() == 0 && message.array().length == message.remaining()) {
                // The draft has made this array for this message.
                bytes = message.array();
            } else {
                bytes = new byte[message.remaining()];
                message.get(bytes);
            }
            listener.onMessage(Bytes.wrap(bytes));
        }

        @Override
        public void onMessage(String message) {
            listener.onMessage(Bytes.utf8(message));
        }

        @Override
        public void onWebsocketPing(WebSocket connection, Framedata frame) {
            whileConnected(() -> outgoing.answer(frame.getPayloadData()));
        }

        @Override
        public void onWebsocketPong(WebSocket connection, Framedata frame) {
            listener.onPong();
        }

        @Override
        public void onError(Exception ex) {
            error = ex;
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            if (told.compareAndSet(false, true)) {
                listener.onClosed(closed(code, reason, remote));
            }
        }

        private void keepCookies() {
            AnswerHead answer = draft.answer();
            if (answer != null) {
                cookies.keep(target.address(), answer.setCookies());
            }
        }

        private TransportClosed closed(int code, String reason, boolean remote) {
            AnswerHead answer = draft.answer();
            if (answer != null && answer.status() != AnswerHead.SWITCHING_PROTOCOLS) {
                keepCookies();
                return new TransportClosed.Refused(
                        answer.status(), answer.headers(), "the server answered " + answer.shownStatusLine());
            }
            Exception cause = error;
            if (!opened) {
                return new TransportClosed.Failed(describe(cause, reason), cause);
            }
            if (code == CloseFrame.ABNORMAL_CLOSE || code == CloseFrame.NEVER_CONNECTED) {
                return new TransportClosed.Ended(
                        CloseFrame.ABNORMAL_CLOSE, cause == null ? "the connection broke" : describe(cause, reason));
            }
            String who = remote ? "the server" : "this client";
            String why = reason == null || reason.isEmpty() ? "" : ": " + reason;
            return new TransportClosed.Ended(code, who + " closed the connection with code " + code + why, remote);
        }

        private static String describe(@Nullable Exception cause, @Nullable String reason) {
            if (cause == null) {
                return reason == null || reason.isEmpty()
                        ? "the server closed the connection and did not answer the upgrade"
                        : reason;
            }
            String message = cause.getMessage();
            return message == null ? cause.getClass().getSimpleName() : message;
        }

        @Override
        public void send(Bytes message) {
            sendFragmented(message, Integer.MAX_VALUE);
        }

        @Override
        public void sendFragmented(Bytes message, int maxFrameBytes) {
            whileConnected(() -> outgoing.send(() -> MessageFrames.of(message, draft.compression(), maxFrameBytes)));
        }

        @Override
        public void sendText(Bytes message, int maxFrameBytes) {
            whileConnected(
                    () -> outgoing.send(() -> MessageFrames.ofText(message, draft.compression(), maxFrameBytes)));
        }

        @Override
        public void ping() {
            if (isOpen()) {
                whileConnected(() -> outgoing.send(() -> List.of(new PingFrame())));
            }
        }

        private void whileConnected(Runnable sending) {
            try {
                sending.run();
            } catch (WebsocketNotConnectedException e) {
                // The listener is told of the end soon, and says what it means for the messages that were sent.
                error = error == null ? e : error;
            }
        }

        @Override
        public long queuedBytes() {
            return outgoing.queuedBytes();
        }

        @Override
        public void abort() {
            aborted = true;
            closeConnection(CloseFrame.ABNORMAL_CLOSE, "dropped");
            // A connect, read or write that blocks ends only with the socket.
            closeSocket();
        }

        private void closeSocket() {
            Socket socket = getSocket() == null ? connecting : getSocket();
            if (socket != null) {
                close(socket);
            }
        }
    }
}
