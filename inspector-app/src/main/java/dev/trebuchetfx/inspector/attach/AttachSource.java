// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.EventLines;
import dev.trebuchetfx.inspector.listen.Deadline;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a client in another process of this machine, which listens on an {@link AttachPort}. It changes nothing there. */
public final class AttachSource implements EventSource {
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final int LONGEST_LINE = 64 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(AttachSource.class);

    private final Socket socket;
    private final LineInput lines;
    private final EventLog log;
    private final Executor threads;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private AttachSource(Socket socket, LineInput lines, EventLog log, Executor threads) {
        this.socket = socket;
        this.lines = lines;
        this.log = log;
        this.threads = threads;
    }

    /**
     * Connects and asks.
     *
     * @param threads runs one blocking task
     * @param time the time by which the application has to answer
     * @throws IOException if nobody listens there, nobody answers within five seconds, or the token is not the right one; the message says which
     */
    public static AttachSource connect(AttachAddress address, EventLog log, Executor threads, TimeSource time)
            throws IOException {
        Socket socket = new Socket();
        Deadline deadline = Deadline.of(time, HANDSHAKE, () -> closeQuietly(socket));
        try (deadline) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()));
            socket.getOutputStream()
                    .write((AttachPort.GREETING + address.token() + "\n").getBytes(StandardCharsets.UTF_8));
            LineInput lines = new LineInput(socket.getInputStream(), LONGEST_LINE);
            String header = lines.next();
            if (header == null) {
                throw new IOException("the application on port " + address.port() + " hung up without a word");
            }
            EventLines.checkHeader(header);
            return new AttachSource(socket, lines, log, threads);
        } catch (IOException | RuntimeException e) {
            closeQuietly(socket);
            if (deadline.isMissed()) {
                throw new IOException("the program on port " + address.port() + " did not answer within "
                        + HANDSHAKE.toSeconds() + " s; expected an application that allows to attach");
            }
            throw e;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("The socket could not be closed", e);
        }
    }

    /** Completes when the application has ended, or this was closed. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void start() {
        if (!started.getAndSet(true)) {
            threads.execute(this::read);
        }
    }

    private void read() {
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                EventLines.read(line, log);
            }
        } catch (IOException e) {
            LOG.debug("The watched application is gone", e);
        } finally {
            close();
            ended.complete(null);
        }
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public void setRecording(boolean on) {
        log.setRecording(on);
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }
}
