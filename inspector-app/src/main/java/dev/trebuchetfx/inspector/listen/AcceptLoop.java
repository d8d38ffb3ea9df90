// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.listen;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections until its socket is closed. What goes wrong ends one attempt, never the loop: after a failure, such as too many open files,
 * it waits, up to a second, and tries again.
 *
 * <p>Run by one thread, which it blocks; {@link #close} may be called by any.
 */
public final class AcceptLoop implements Runnable, AutoCloseable {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOG_LINES = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);

    private final ServerSocket listening;
    private final TimeSource time;
    private final Consumer<Socket> accepted;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean hasLogged;
    private long loggedNanos;

    /**
     * Makes a loop that is not running yet.
     *
     * @param listening a socket that listens; the loop closes it
     * @param accepted takes each connection, and closes it in the end; must not block. If it throws, the connection is closed
     */
    public AcceptLoop(ServerSocket listening, TimeSource time, Consumer<Socket> accepted) {
        this.listening = listening;
        this.time = time;
        this.accepted = accepted;
    }

    @Override
    public void run() {
        Duration wait = SHORTEST_WAIT;
        while (!listening.isClosed()) {
            try {
                hand(listening.accept());
                wait = SHORTEST_WAIT;
            } catch (IOException | RuntimeException | Error e) {
                if (listening.isClosed()) {
                    return;
                }
                log(e);
                await(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    private void hand(Socket socket) throws IOException {
        try {
            accepted.accept(socket);
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private void log(Throwable failure) {
        long now = time.nanoTime();
        if (!hasLogged || now - loggedNanos >= BETWEEN_LOG_LINES.toNanos()) {
            hasLogged = true;
            loggedNanos = now;
            LOG.warn("A connection to port {} was not accepted; trying again", listening.getLocalPort(), failure);
        }
    }

    private void await(Duration wait) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        TimeSource.Timer timer = time.schedule(wait, () -> over.complete(null));
        CompletableFuture.anyOf(over, closed).join();
        timer.cancel();
    }

    /** Stops to listen, which ends the loop. More than once does no harm. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("The listening socket could not be closed", e);
        }
        closed.complete(null);
    }
}
