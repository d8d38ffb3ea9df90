// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.EventLines;
import dev.trebuchetfx.inspector.listen.AcceptLoop;
import dev.trebuchetfx.inspector.listen.Deadline;
import dev.trebuchetfx.protocol.time.TimeSource;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final int MOST_WATCHERS = 32;
    private static final Logger LOG = LoggerFactory.getLogger(AttachPort.class);

    private final AcceptLoop accepting;
    private final EventLog log;
    private final CaptureNote note;
    private final TimeSource time;
    private final Executor later;
    private final Executor threads;
    private final Runnable onClosed;
    private final AttachAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Socket> watchers = ConcurrentHashMap.newKeySet();
    /** The watchers that have not said the token yet, oldest first. */
    private final Queue<Socket> unknown = new ConcurrentLinkedQueue<>();

    private AttachPort(
            ServerSocket listening,
            EventLog log,
            CaptureNote note,
            TimeSource time,
            Executor later,
            Executor threads,
            Runnable onClosed) {
        this.accepting = new AcceptLoop(listening, time, this::take);
        this.log = log;
        this.time = time;
        this.onClosed = onClosed;
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
     * @param time the time by which a watcher has to say who it is
     * @param later runs a task after a while: how often a watcher is told what is new
     * @param threads runs blocking tasks: one for the port, one for each watcher
     * @param onClosed runs once, when the port is closed
     * @throws IOException if the port can't be listened on
     */
    public static AttachPort open(
            int port,
            EventLog log,
            CaptureNote note,
            TimeSource time,
            Executor later,
            Executor threads,
            Runnable onClosed)
            throws IOException {
        ServerSocket listening = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        AttachPort opened = new AttachPort(listening, log, note, time, later, threads, onClosed);
        threads.execute(opened.accepting);
        return opened;
    }

    /** What a watcher needs to know. It holds the secret. */
    public AttachAddress address() {
        return address;
    }

    /** Takes a watcher; called by the thread that accepts. */
    private void take(Socket watcher) {
        watchers.add(watcher);
        unknown.add(watcher);
        if (closed.get()) {
            forget(watcher);
            closeQuietly(watcher);
            return;
        }
        if (watchers.size() > MOST_WATCHERS) {
            // Whoever knows the token says so at once: silent ones must not keep it out.
            Socket oldest = unknown.peek();
            if (oldest != null) {
                forget(oldest);
                closeQuietly(oldest);
            }
            if (oldest == watcher) {
                return;
            }
        }
        try {
            threads.execute(() -> serve(watcher));
        } catch (RuntimeException | Error e) {
            forget(watcher);
            throw e;
        }
    }

    private void forget(Socket watcher) {
        unknown.remove(watcher);
        watchers.remove(watcher);
    }

    private void serve(Socket watcher) {
        try (watcher) {
            byte[] expected = (GREETING + address.token()).getBytes(StandardCharsets.UTF_8);
            byte[] greeting;
            try (Deadline _ = Deadline.of(time, HANDSHAKE, () -> closeQuietly(watcher))) {
                greeting = line(watcher.getInputStream());
            }
            // In constant time: how much of it was right is nobody's business.
            if (MessageDigest.isEqual(expected, greeting)) {
                unknown.remove(watcher);
                OutputStream out = new BufferedOutputStream(watcher.getOutputStream(), 1 << 16);
                out.write(EventLines.header(note));
                follow(watcher, out);
            } else {
                watcher.getOutputStream()
                        .write(EventLines.refusal("the token is not the one that this application printed"));
            }
        } catch (IOException e) {
            LOG.debug("A watcher is gone", e);
        } finally {
            forget(watcher);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed", e);
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
        if (closed.getAndSet(true)) {
            return;
        }
        accepting.close();
        watchers.forEach(AttachPort::closeQuietly);
        onClosed.run();
    }
}
