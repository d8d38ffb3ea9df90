// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The events that a gateway gives to its function, in the form of the service. Immutable. */
final class GatewayEvents {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter REQUEST_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String stage;
    private final String domain;

    /** Makes events of this stage of the domain, which is {@code HOST:PORT}. */
    GatewayEvents(String stage, String domain) {
        this.stage = stage;
        this.domain = domain;
    }

    Bytes connect(GatewayConnection connection, Instant now) {
        ObjectNode event = event(connection, "$connect", "CONNECT", now);
        ObjectNode headers = event.putObject("headers");
        ObjectNode multi = event.putObject("multiValueHeaders");
        connection.headers().forEach((name, value) -> {
            headers.put(name, value);
            multi.putArray(name).add(value);
        });
        if (!connection.query().isEmpty()) {
            ObjectNode query = event.putObject("queryStringParameters");
            connection.query().forEach(query::put);
        }
        return bytes(event);
    }

    Bytes message(GatewayConnection connection, String body, Instant now) {
        ObjectNode event = event(connection, "$default", "MESSAGE", now);
        event.put("body", body);
        return bytes(event);
    }

    Bytes disconnect(GatewayConnection connection, Instant now) {
        ObjectNode event = event(connection, "$disconnect", "DISCONNECT", now);
        ((ObjectNode) event.get("requestContext"))
                .put("disconnectStatusCode", connection.closeCode())
                .put("disconnectReason", connection.closeReason());
        return bytes(event);
    }

    private ObjectNode event(GatewayConnection connection, String route, String type, Instant now) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode context = event.putObject("requestContext");
        context.put("routeKey", route)
                .put("eventType", type)
                .put("messageDirection", "IN")
                .put("stage", stage)
                .put("domainName", domain)
                .put("apiId", "local")
                .put("connectionId", connection.id())
                .put("connectedAt", connection.connectedAt().toEpochMilli())
                .put("requestId", UUID.randomUUID().toString())
                .put("extendedRequestId", UUID.randomUUID().toString())
                .put("requestTime", REQUEST_TIME.format(now))
                .put("requestTimeEpoch", now.toEpochMilli());
        if (type.equals("MESSAGE")) {
            context.put("messageId", UUID.randomUUID().toString());
        }
        ObjectNode identity = context.putObject("identity").put("sourceIp", "127.0.0.1");
        String agent = connection.headers().get("user-agent");
        if (agent != null) {
            identity.put("userAgent", agent);
        }
        String principal = connection.principal();
        if (principal != null) {
            context.putObject("authorizer").put("principalId", principal);
        }
        event.put("isBase64Encoded", false);
        return event;
    }

    /** Returns the status of a function's answer, which is 200 where it says nothing; null if it is no answer to a gateway. */
    static @Nullable Integer status(Bytes answer) {
        try {
            var json = JSON.readTree(answer.unsafeArray());
            if (json.isNull() || (json.isObject() && !json.has("statusCode"))) {
                return 200;
            }
            return json.isObject() && json.get("statusCode").isInt()
                    ? json.get("statusCode").intValue()
                    : null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Returns the message by which the service tells a client that its message led to an error. */
    static Bytes error(String message, GatewayConnection connection) {
        return bytes(JsonNodeFactory.instance
                .objectNode()
                .put("message", message)
                .put("connectionId", connection.id())
                .put("requestId", UUID.randomUUID().toString()));
    }

    private static Bytes bytes(ObjectNode json) {
        return Bytes.wrap(JSON.writeValueAsBytes(json));
    }
}
