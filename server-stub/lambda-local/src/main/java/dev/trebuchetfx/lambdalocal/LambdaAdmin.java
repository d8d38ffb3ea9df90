// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import dev.trebuchetfx.lambdalocal.http.AnsweringHandler.HttpCall;
import dev.trebuchetfx.lambdalocal.http.Reply;
import dev.trebuchetfx.lambdalocal.runtime.FunctionHost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests of people and tests to an emulator: counts at {@code GET /health}, faults at {@code POST /faults}. Safe for use by any thread. */
final class LambdaAdmin {
    private static final JsonMapper JSON = new JsonMapper();

    private final LambdaLocal emulator;

    LambdaAdmin(LambdaLocal emulator) {
        this.emulator = emulator;
    }

    CompletionStage<Reply> answer(HttpCall call) {
        return CompletableFuture.completedFuture(reply(call));
    }

    private Reply reply(HttpCall call) {
        // A web page of this machine's browser must not kill anything here.
        if (call.headers().containsKey("origin")) {
            return error(403, "a web page may not ask this");
        }
        return switch (call.method() + " " + call.path()) {
            case "GET /health" -> health();
            case "POST /faults" -> {
                try {
                    yield fault(JSON.readTree(call.body().unsafeArray()));
                } catch (JacksonException | IllegalArgumentException e) {
                    yield error(400, String.valueOf(e.getMessage()));
                }
            }
            default -> error(404, "expected GET /health or POST /faults");
        };
    }

    private Reply health() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("status", "healthy");
        counts.put("connections", emulator.gateway().connectionCount());
        counts.put("messages", emulator.gateway().messageCount());
        counts.put("posts", emulator.gateway().postCount());
        counts.put(
                "containers",
                emulator.sockets().containerCount() + emulator.changes().containerCount());
        counts.put(
                "containersStarted",
                emulator.sockets().startCount() + emulator.changes().startCount());
        counts.put("recordsDelivered", emulator.source().deliveredCount());
        counts.put("recordsDropped", emulator.source().droppedCount());
        return Reply.of(200, JSON.writeValueAsString(counts));
    }

    private Reply fault(JsonNode fault) {
        String kind = fault.path("kind").asString("");
        int affected =
                switch (kind) {
                    case "kill" -> kill(fault);
                    case "cut" -> {
                        int open = emulator.gateway().connectionCount();
                        emulator.gateway().cut();
                        yield open;
                    }
                    case "reorder" -> {
                        emulator.gateway()
                                .faults()
                                .reorder(
                                        share(fault),
                                        Duration.ofMillis(fault.path("ms").asInt(20)));
                        yield 0;
                    }
                    case "lose-disconnects" -> {
                        emulator.gateway().faults().loseDisconnects(share(fault));
                        yield 0;
                    }
                    default ->
                        throw new IllegalArgumentException(
                                "kind must be kill, cut, reorder or lose-disconnects but was '" + kind + "'");
                };
        return Reply.of(200, JSON.writeValueAsString(Map.of("kind", kind, "affected", affected)));
    }

    private int kill(JsonNode fault) {
        String word = fault.path("moment").asString("any").toUpperCase(Locale.ROOT);
        FunctionHost.Moment moment = FunctionHost.Moment.valueOf(word);
        int most = fault.path("n").asInt(Integer.MAX_VALUE);
        String function = fault.path("function").asString("");
        int killed = function.equals("changes") ? 0 : emulator.sockets().kill(moment, most);
        return function.equals("sockets") ? killed : killed + emulator.changes().kill(moment, most - killed);
    }

    private static double share(JsonNode fault) {
        double share = fault.path("share").asDouble(1);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be 0 to 1 but was " + share);
        }
        return share;
    }

    private static Reply error(int status, String why) {
        return Reply.of(status, JSON.writeValueAsString(Map.of("error", why)));
    }
}
