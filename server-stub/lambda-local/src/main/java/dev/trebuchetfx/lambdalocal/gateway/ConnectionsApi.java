// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.lambdalocal.http.AnsweringHandler.HttpCall;
import dev.trebuchetfx.lambdalocal.http.Reply;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The API by which functions post to connections, ask for them and close them: {@code /STAGE/@connections/ID}. Safe for use by any thread. */
final class ConnectionsApi {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PLACE = "@connections";

    private final Gateway gateway;
    private final SignatureCheck signatures;
    private final TimeSource time;

    ConnectionsApi(Gateway gateway, SignatureCheck signatures, TimeSource time) {
        this.gateway = gateway;
        this.signatures = signatures;
        this.time = time;
    }

    /** Returns whether a request is meant for this API. */
    static boolean isMeant(HttpCall call) {
        return call.path().contains("/" + PLACE + "/") || call.path().contains("/%40connections/");
    }

    Reply answer(HttpCall call) {
        Optional<String> refusal = signatures.refusal(call, time.instant());
        if (refusal.isPresent()) {
            return error(403, "ForbiddenException", refusal.get());
        }
        String[] path = call.path().split("/", -1);
        if (path.length != 4
                || !path[1].equals(gateway.settings().stage())
                || !decoded(path[2]).equals(PLACE)) {
            return error(403, "ForbiddenException", "Forbidden");
        }
        if (!gateway.takesRequest() || (call.method().equals("POST") && isThrottled())) {
            return error(429, "LimitExceededException", "Limit Exceeded");
        }
        GatewayConnection connection = gateway.find(decoded(path[3]));
        if (connection == null) {
            return error(410, "GoneException", "Gone");
        }
        return switch (call.method()) {
            case "POST" -> post(connection, call.body());
            case "GET" -> describe(connection);
            case "DELETE" -> {
                connection.close(1000, "Closed by server");
                yield Reply.empty(204);
            }
            default -> error(403, "ForbiddenException", "Forbidden");
        };
    }

    private boolean isThrottled() {
        double share = gateway.faults().throttledShare();
        return share > 0 && time.random().nextDouble() < share;
    }

    private Reply post(GatewayConnection connection, Bytes message) {
        if (message.size() > gateway.settings().limits().maxMessageBytes()) {
            return error(413, "PayloadTooLargeException", "Message too long");
        }
        return gateway.post(connection, message) ? Reply.empty(200) : error(410, "GoneException", "Gone");
    }

    private static Reply describe(GatewayConnection connection) {
        return Reply.of(
                200,
                JSON.writeValueAsString(Map.of(
                        "connectedAt", connection.connectedAt().toString(),
                        "lastActiveAt", connection.lastActiveAt().toString(),
                        "identity",
                                Map.of(
                                        "sourceIp",
                                        "127.0.0.1",
                                        "userAgent",
                                        connection.headers().getOrDefault("user-agent", "")))));
    }

    private static Reply error(int status, String type, String message) {
        return new Reply(
                status,
                Map.of("x-amzn-ErrorType", type),
                Bytes.wrap(JSON.writeValueAsBytes(Map.of("message", message))));
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
