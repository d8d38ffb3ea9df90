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
 * Joins clients to an {@link Acceptor} in one JVM, without a socket.
 *
 * <p>Everything that arrives at a server runs on one executor, everything that arrives at a client on the other, in order for
 * each connection. With a manual executor a test decides when, and a run can be repeated exactly.
 *
 * <p>Two kinds of broken line: {@link TransportConnection#abort} and {@link #cut} are a reset, which both ends see;
 * {@link #silence} is a dead line, on which nothing arrives any more, not even the end.
 */
public final class InMemoryTransport implements Transport {
    private final Acceptor acceptor;
    private final Executor toServer;
    private final Executor toClient;
    private final Set<InMemoryLine> lines = ConcurrentHashMap.newKeySet();

    /**
     * @param acceptor the server
     * @param toServer runs what arrives at the server
     * @param toClient runs what arrives at the clients
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

    /** Resets every open line: both ends see it closed with 1006. */
    public void cut() {
        for (InMemoryLine line : lines()) {
            line.abort();
        }
    }

    /** Makes every open line dead: what is sent from now on never arrives, and neither end is told. */
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
