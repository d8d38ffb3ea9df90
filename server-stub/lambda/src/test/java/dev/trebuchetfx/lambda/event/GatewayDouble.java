// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.DeleteConnectionResponse;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionRequest;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionResponse;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PostToConnectionRequest;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PostToConnectionResponse;

/** The client of the gateway's management API, with what connections have received. */
final class GatewayDouble implements ApiGatewayManagementApiClient {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private final Map<String, List<Bytes>> received = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Bytes>> lines = new ConcurrentHashMap<>();
    final Set<String> gone = ConcurrentHashMap.newKeySet();
    /** The connections that were closed by a function. */
    final Set<String> closed = ConcurrentHashMap.newKeySet();

    volatile boolean isCloseThrottled;
    private volatile Consumer<String> onPost = connection -> {};

    /** Calls {@code hook} with the connection before each post, which it may let fail. */
    void onPost(Consumer<String> hook) {
        onPost = hook;
    }

    @Override
    public PostToConnectionResponse postToConnection(PostToConnectionRequest request) {
        onPost.accept(request.connectionId());
        if (gone.contains(request.connectionId())) {
            throw GoneException.builder().message("gone").build();
        }
        List<Bytes> messages = received.computeIfAbsent(request.connectionId(), id -> new ArrayList<>());
        synchronized (messages) {
            messages.add(Bytes.wrap(request.data().asByteArray()));
        }
        lines.getOrDefault(request.connectionId(), message -> {})
                .accept(Bytes.wrap(request.data().asByteArray()));
        return PostToConnectionResponse.builder().build();
    }

    @Override
    public GetConnectionResponse getConnection(GetConnectionRequest request) {
        if (gone.contains(request.connectionId())) {
            throw GoneException.builder().message("gone").build();
        }
        return GetConnectionResponse.builder().build();
    }

    @Override
    public DeleteConnectionResponse deleteConnection(DeleteConnectionRequest request) {
        if (isCloseThrottled) {
            throw LimitExceededException.builder().message("slow down").build();
        }
        closed.add(request.connectionId());
        gone.add(request.connectionId());
        return DeleteConnectionResponse.builder().build();
    }

    /** Hands all that a connection gets to {@code line} too. */
    void join(String connection, Consumer<Bytes> line) {
        lines.put(connection, line);
    }

    /** Returns all that a connection has received, oldest first. */
    List<Envelope> received(String connection) {
        List<Bytes> messages = received.getOrDefault(connection, List.of());
        synchronized (messages) {
            return messages.stream().map(GatewayDouble::read).toList();
        }
    }

    /** Returns what a connection has received, and forgets it. */
    List<Envelope> take(String connection) {
        List<Envelope> all = received(connection);
        received.remove(connection);
        return all;
    }

    /** Returns the sizes of the messages that a connection has received. */
    List<Integer> sizes(String connection) {
        return received.getOrDefault(connection, List.of()).stream()
                .map(Bytes::size)
                .toList();
    }

    private static Envelope read(Bytes message) {
        try {
            return CODEC.decode(message);
        } catch (WireException e) {
            throw new AssertionError("expected a message of the protocol but found " + message, e);
        }
    }

    /** Returns the first message of a type. */
    static <T extends Envelope> @Nullable T first(List<Envelope> messages, Class<T> type) {
        return messages.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
