// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.transport.Acceptor.Accepted;
import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * A transport that joins clients to an {@link Acceptor} in one JVM, without a socket.
 *
 * <p>Everything that arrives at the server runs on one executor and everything that arrives at a client on another, in order for each
 * connection. A test that runs these executors itself decides when a message arrives, and can repeat a run exactly.
 *
 * <p>A line can break in two ways. {@link TransportConnection#abort} and {@link #cut} reset it, and both ends are told.
 * {@link #silence} makes it dead: nothing arrives any more, not even its end.
 *
 * <p>Safe for use by any thread.
 */
public final class InMemoryTransport implements Transport {
    private final Acceptor acceptor;
    private final Executor toServer;
    private final Executor toClient;
    private final Set<InMemoryLine> lines = ConcurrentHashMap.newKeySet();

    /**
     * Makes a transport.
     *
     * @param acceptor the server's side
     * @param toServer the executor of everything that arrives at the server
     * @param toClient the executor of everything that arrives at the clients
     */
    public InMemoryTransport(Acceptor acceptor, Executor toServer, Executor toClient) {
        this.acceptor = acceptor;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    @Override
    public Attempt open(TransportTarget target, TransportListener listener) {
        InMemoryLine line =
                new InMemoryLine(new SerialExecutor(toServer), new SerialExecutor(toClient), listener, lines::remove);
        lines.add(line);
        Map<String, String> headers = lowerCase(target.headers());
        line.toServer(() -> {
            switch (acceptor.accept(headers)) {
                case Accepted accepted -> line.open(accepted.listener(), lowerCase(accepted.headers()));
                case Refused refused -> line.refuse(refused);
            }
        });
        return line::abort;
    }

    /** Resets every open line: both ends are told that it was closed with code 1006. A silent line stays silent for the server. */
    public void cut() {
        for (InMemoryLine line : lines()) {
            line.abort();
        }
    }

    /** Makes every open line dead: messages and pings that have not been delivered yet never arrive, and neither end is told. */
    public void silence() {
        for (InMemoryLine line : lines()) {
            line.silence();
        }
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }

    private Collection<InMemoryLine> lines() {
        return Set.copyOf(lines);
    }
}
