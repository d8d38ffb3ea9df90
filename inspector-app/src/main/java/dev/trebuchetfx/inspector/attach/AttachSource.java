// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.EventLines;
import dev.trebuchetfx.inspector.source.EventSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a client in another process of this machine, which listens on an {@link AttachPort}. It changes nothing there. */
public final class AttachSource implements EventSource {
    private static final int CONNECT_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(AttachSource.class);

    private final Socket socket;
    private final BufferedReader lines;
    private final EventLog log;
    private final Executor threads;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private AttachSource(Socket socket, BufferedReader lines, EventLog log, Executor threads) {
        this.socket = socket;
        this.lines = lines;
        this.log = log;
        this.threads = threads;
    }

    /**
     * Connects and asks.
     *
     * @param threads runs one blocking task
     * @throws IOException if nobody listens there, or the token is not the right one; the message says which
     */
    public static AttachSource connect(AttachAddress address, EventLog log, Executor threads) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.getOutputStream()
                    .write((AttachPort.GREETING + address.token() + "\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
            String header = lines.readLine();
            if (header == null) {
                throw new IOException("the application on port " + address.port() + " hung up without a word");
            }
            EventLines.checkHeader(header);
            socket.setSoTimeout(0);
            return new AttachSource(socket, lines, log, threads);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
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
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("The socket could not be closed", e);
        }
    }
}
