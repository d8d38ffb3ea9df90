// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.EventLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a log to whoever knows the token, from its oldest event on and for as long as it grows. Listens on the loopback address alone. A watcher that
 * reads slowly waits on its own: the log goes on, and what it lets go meanwhile is told to the watcher as left out.
 *
 * <p>Safe for use by any thread.
 */
public final class AttachPort implements AutoCloseable {
    static final String GREETING = "trebuchet-attach 1 ";

    private static final int LONGEST_GREETING = 200;
    private static final int GREETING_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(AttachPort.class);

    private final ServerSocket listening;
    private final EventLog log;
    private final CaptureNote note;
    private final Executor later;
    private final Executor threads;
    private final AttachAddress address;
    private final Set<Socket> watchers = ConcurrentHashMap.newKeySet();

    private AttachPort(ServerSocket listening, EventLog log, CaptureNote note, Executor later, Executor threads) {
        this.listening = listening;
        this.log = log;
        this.note = note;
        this.later = later;
        this.threads = threads;
        byte[] token = new byte[16];
        new SecureRandom().nextBytes(token);
        this.address =
                new AttachAddress(listening.getLocalPort(), HexFormat.of().formatHex(token));
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for a free one
     * @param note what the capture says of itself
     * @param later runs a task after a while: how often a watcher is told what is new
     * @param threads runs blocking tasks: one for the port, one for each watcher
     * @throws IOException if the port can't be listened on
     */
    public static AttachPort open(int port, EventLog log, CaptureNote note, Executor later, Executor threads)
            throws IOException {
        AttachPort opened =
                new AttachPort(new ServerSocket(port, 5, InetAddress.getLoopbackAddress()), log, note, later, threads);
        threads.execute(opened::accept);
        return opened;
    }

    /** What a watcher needs to know. It holds the secret. */
    public AttachAddress address() {
        return address;
    }

    private void accept() {
        while (!listening.isClosed()) {
            Socket watcher;
            try {
                watcher = listening.accept();
            } catch (IOException e) {
                // A watcher that was gone at once; or the port is closed, which ends the loop.
                LOG.debug("No watcher was accepted", e);
                continue;
            }
            watchers.add(watcher);
            if (listening.isClosed()) {
                close();
            }
            threads.execute(() -> serve(watcher));
        }
    }

    private void serve(Socket watcher) {
        try (watcher;
                OutputStream out = new BufferedOutputStream(watcher.getOutputStream(), 1 << 16)) {
            watcher.setSoTimeout(GREETING_MILLIS);
            byte[] expected = (GREETING + address.token()).getBytes(StandardCharsets.UTF_8);
            // In constant time: how much of it was right is nobody's business.
            if (MessageDigest.isEqual(expected, line(watcher.getInputStream()))) {
                out.write(EventLines.header(note));
                follow(watcher, out);
            } else {
                out.write(EventLines.refusal("the token is not the one that this application printed"));
            }
        } catch (IOException e) {
            LOG.debug("A watcher is gone", e);
        } finally {
            watchers.remove(watcher);
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST_GREETING];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n' && length < bytes.length; next = in.read()) {
            bytes[length++] = (byte) next;
        }
        return Arrays.copyOf(bytes, length);
    }

    private void follow(Socket watcher, OutputStream out) throws IOException {
        LogView view = log.view();
        for (CapturedEvent landmark : view.landmarks()) {
            out.write(EventLines.line(-1, landmark));
        }
        long next = view.first();
        while (!watcher.isClosed()) {
            if (view.first() > next) {
                out.write(EventLines.leftOut(view.first() - next));
                next = view.first();
            }
            LogCursor event = view.cursor();
            while (event.moveTo(next)) {
                out.write(EventLines.line(next, event.event()));
                next++;
            }
            out.flush();
            // The bound is for an executor that was shut down: this loop must see that the socket is closed.
            CompletableFuture.runAsync(() -> {}, later)
                    .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                    .join();
            view = log.view();
        }
    }

    /** Stops to listen and ends what is being watched. More than once does no harm. */
    @Override
    public void close() {
        try {
            listening.close();
            for (Socket watcher : watchers) {
                watcher.close();
            }
        } catch (IOException e) {
            LOG.debug("A socket could not be closed", e);
        }
    }
}
