// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.lambda.posting.FunctionDeadline;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function behind a WebSocket API of API Gateway: it serves {@code $connect}, {@code $disconnect}, {@code $default} and routes of one's own, which
 * it takes for {@code $default}. All that a client hears is posted by the gateway's management API.
 *
 * <p>Safe for use by any thread and for several events at once.
 */
public final class WebSocketHandler
        implements RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    /** The time that a function leaves for its end, before the runtime breaks it off. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final FunctionParts parts;

    /** Makes the function of the environment that AWS Lambda gives it. */
    public WebSocketHandler() {
        this(FunctionRuntime.start(System.getenv()));
    }

    WebSocketHandler(FunctionParts parts) {
        this.parts = parts;
    }

    @Override
    public APIGatewayV2WebSocketResponse handleRequest(APIGatewayV2WebSocketEvent event, Context context) {
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        response.setStatusCode(status(event, context));
        return response;
    }

    private int status(APIGatewayV2WebSocketEvent event, Context context) {
        RequestContext request = event.getRequestContext();
        if (request == null || request.getConnectionId() == null || request.getRouteKey() == null) {
            LOG.warn("Expected an event of a WebSocket of API Gateway but found one without a connection or a route");
            return BAD_REQUEST;
        }
        try {
            return answer(event, request, context);
        } catch (RuntimeException e) {
            // The gateway tells nobody but its log: the client notices by its own timeout.
            LOG.error("An event of the route {} failed", request.getRouteKey(), e);
            return FAILED;
        }
    }

    private int answer(APIGatewayV2WebSocketEvent event, RequestContext request, Context context) {
        Connection connection = new Connection(
                request.getConnectionId(),
                principal(request.getAuthorizer()),
                Instant.ofEpochMilli(request.getConnectedAt()));
        switch (request.getRouteKey()) {
            case "$connect" -> {
                parts.clients(gateway(request)).connected(connection);
                return OK;
            }
            case "$disconnect" -> {
                parts.clients(gateway(request)).disconnected(connection.id());
                return OK;
            }
            default -> {
                Bytes body = body(event);
                if (body == null) {
                    LOG.warn("Expected a message but found none that can be read");
                    return BAD_REQUEST;
                }
                FunctionDeadline deadline = FunctionDeadline.in(
                        Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN), parts.time());
                String host = request.getDomainName() == null ? "" : request.getDomainName();
                return parts.clients(gateway(request)).message(connection, host, body, deadline) ? OK : FAILED;
            }
        }
    }

    private static @Nullable Bytes body(APIGatewayV2WebSocketEvent event) {
        String body = event.getBody();
        if (body == null || !event.isIsBase64Encoded()) {
            return body == null ? null : Bytes.utf8(body);
        }
        try {
            return Bytes.wrap(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private URI gateway(RequestContext request) {
        URI given = parts.settings().connectionsEndpoint();
        return given == null ? URI.create("https://" + request.getDomainName() + "/" + request.getStage()) : given;
    }

    /** Returns the principal that the gateway's authorizer named, be it a function, a token's subject or an identity of AWS. */
    private static String principal(@Nullable Map<String, Object> authorizer) {
        if (authorizer == null) {
            return "anonymous";
        }
        for (String key : new String[] {"principalId", "sub"}) {
            if (authorizer.get(key) instanceof String name && !name.isBlank()) {
                return name;
            }
        }
        return authorizer.get("claims") instanceof Map<?, ?> claims && claims.get("sub") instanceof String subject
                ? subject
                : "anonymous";
    }
}
