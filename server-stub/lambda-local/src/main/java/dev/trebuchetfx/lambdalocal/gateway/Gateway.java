// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.lambdalocal.http.HttpPort;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An emulated WebSocket API of Amazon API Gateway: it holds the WebSockets, invokes a function for what they say, and takes posts for them.
 * Safe for use by any thread.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int ID_BYTES = 9;

    private volatile boolean isClosed;
    private final GatewaySettings settings;
    private final TimeSource time;
    private final Integration integration;
    private final GatewayFaults faults = new GatewayFaults();
    private final Map<String, GatewayConnection> connections = new ConcurrentHashMap<>();
    private final Quota newConnections;
    private final Quota requests;
    private final AtomicLong posts = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final HttpPort port;
    private final GatewayEvents events;

    /**
     * Starts a gateway.
     *
     * @param key the key with which posts must be signed
     * @throws IOException if the address can't be listened on
     */
    public Gateway(
            InetSocketAddress address,
            GatewaySettings settings,
            SigningKey key,
            TimeSource time,
            Integration integration)
            throws IOException {
        this.settings = settings;
        this.time = time;
        this.integration = integration;
        this.newConnections = new Quota(time, settings.connectionsPerSecond(), settings.connectionsPerSecond());
        this.requests = new Quota(time, settings.requestsPerSecond(), settings.requestBurst());
        ConnectionsApi api = new ConnectionsApi(this, new SignatureCheck(key, "execute-api"), time);
        this.port = new HttpPort(
                address, "trebuchet-gateway", pipeline -> pipeline.addLast("gateway", new GatewayHandler(this, api)));
        this.events = new GatewayEvents(settings.stage(), address.getHostString() + ":" + port.port());
    }

    /** Returns the port. */
    public int port() {
        return port.port();
    }

    /** Returns the faults that it may be told to cause. */
    public GatewayFaults faults() {
        return faults;
    }

    /** Returns the number of open connections. */
    public int connectionCount() {
        return connections.size();
    }

    /** Returns how many posts were accepted so far. */
    public long postCount() {
        return posts.get();
    }

    /** Returns how many messages of clients were accepted so far. */
    public long messageCount() {
        return messages.get();
    }

    /** Drops every connection without a closing handshake. */
    public void cut() {
        connections.values().forEach(GatewayConnection::cut);
    }

    GatewaySettings settings() {
        return settings;
    }

    TimeSource time() {
        return time;
    }

    boolean takesConnection() {
        return newConnections.take();
    }

    boolean takesRequest() {
        return requests.take();
    }

    /** Returns an id in the form of the service's. */
    String newId() {
        byte[] id = new byte[ID_BYTES];
        time.random().nextBytes(id);
        return Base64.getUrlEncoder().encodeToString(id) + "Ec=";
    }

    @Nullable
    GatewayConnection find(String id) {
        return connections.get(id);
    }

    /** Asks the function whether the connection may be opened, and returns its status; 502 or 504 where it has none. */
    CompletableFuture<Integer> connecting(GatewayConnection connection) {
        return invoke(events.connect(connection, time.instant()))
                .handle((status, failure) -> failure == null ? status : statusOf(failure));
    }

    private static int statusOf(Throwable failure) {
        return failure instanceof TimeoutException ? 504 : 502;
    }

    void opened(GatewayConnection connection) {
        connections.put(connection.id(), connection);
    }

    void messageCame(GatewayConnection connection, String body) {
        connection.active(time.instant());
        if (!takesRequest()) {
            connection.send(GatewayEvents.error("Limit Exceeded", connection));
            return;
        }
        messages.incrementAndGet();
        var unused = invoke(events.message(connection, body, time.instant())).whenComplete((status, failure) -> {
            if (failure instanceof TimeoutException) {
                connection.send(GatewayEvents.error("Endpoint request timed out", connection));
            } else if (failure != null) {
                connection.send(GatewayEvents.error("Internal server error", connection));
            }
        });
    }

    void ended(GatewayConnection connection) {
        boolean wasOpen = connections.remove(connection.id(), connection);
        if (!wasOpen || time.random().nextDouble() < faults.lostDisconnects()) {
            return;
        }
        var unused = invoke(events.disconnect(connection, time.instant())).exceptionally(failure -> {
            LOG.trace("The function has not heard of a disconnection", failure);
            return 0;
        });
    }

    /** Sends what a function has posted. Returns false if the connection is gone. */
    boolean post(GatewayConnection connection, Bytes message) {
        posts.incrementAndGet();
        connection.active(time.instant());
        if (time.random().nextDouble() < faults.reorderedShare()) {
            long most = faults.longestDelay().toNanos();
            time.schedule(Duration.ofNanos(time.random().nextLong(most + 1)), () -> connection.send(message));
            return true;
        }
        return connection.send(message);
    }

    /** Invokes the function, and fails where it has no answer within the time that the gateway gives it. */
    private CompletableFuture<Integer> invoke(Bytes event) {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        TimeSource.Timer timer = time.schedule(
                settings.integrationTimeout(),
                () -> answered.completeExceptionally(new TimeoutException("the function has not answered in time")));
        integration.invoke(event).whenComplete((answer, failure) -> {
            timer.cancel();
            Integer status = answer == null ? null : GatewayEvents.status(answer);
            if (status != null) {
                answered.complete(status);
            } else {
                // Clients hear of an internal error alone, as on AWS. It is no news that what waits at the end fails.
                LOG.atLevel(isClosed ? Level.DEBUG : Level.WARN)
                        .log(
                                "The function has failed: {}",
                                failure == null ? "its answer has no statusCode" : failure.getMessage());
                answered.completeExceptionally(
                        failure == null ? new IOException("the function's answer has no statusCode") : failure);
            }
        });
        return answered;
    }

    @Override
    public void close() {
        isClosed = true;
        port.close();
    }
}
