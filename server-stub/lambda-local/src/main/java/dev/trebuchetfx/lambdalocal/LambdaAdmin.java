// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import dev.trebuchetfx.lambdalocal.http.AnsweringHandler.HttpCall;
import dev.trebuchetfx.lambdalocal.http.Reply;
import dev.trebuchetfx.lambdalocal.runtime.FunctionHost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests of people and tests to an emulator: counts at {@code GET /health}, faults at {@code POST /faults}. Safe for use by any thread. */
final class LambdaAdmin {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String EXPECTED = "expected a JSON object such as {\"kind\":\"kill\"} but found ";

    /** The most characters of a value that an error shows. */
    private static final int MOST_SHOWN = 100;

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
                } catch (JacksonException e) {
                    yield error(400, EXPECTED + "what is no JSON");
                } catch (IllegalArgumentException e) {
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
        if (!fault.isObject()) {
            throw new IllegalArgumentException(EXPECTED + (fault.isArray() ? "a list" : "'" + fault + "'"));
        }
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
                        emulator.gateway().faults().reorder(share(fault), Duration.ofMillis(number(fault, "ms", 20)));
                        yield 0;
                    }
                    case "throttle" -> {
                        emulator.gateway().faults().throttle(share(fault));
                        yield 0;
                    }
                    case "lose-disconnects" -> {
                        emulator.gateway().faults().loseDisconnects(share(fault));
                        yield 0;
                    }
                    default ->
                        throw new IllegalArgumentException(
                                "kind must be kill, cut, reorder, throttle or lose-disconnects but was '" + kind + "'");
                };
        return Reply.of(200, JSON.writeValueAsString(Map.of("kind", kind, "affected", affected)));
    }

    private int kill(JsonNode fault) {
        FunctionHost.Moment moment =
                switch (word(fault, "moment", "any")) {
                    case "between" -> FunctionHost.Moment.BETWEEN;
                    case "within" -> FunctionHost.Moment.WITHIN;
                    case "any" -> FunctionHost.Moment.ANY;
                    case String other ->
                        throw new IllegalArgumentException(
                                "moment must be between, within or any but was '" + other + "'");
                };
        int most = number(fault, "n", Integer.MAX_VALUE);
        return switch (word(fault, "function", "")) {
            case "sockets" -> emulator.sockets().kill(moment, most);
            case "changes" -> emulator.changes().kill(moment, most);
            case "" -> {
                int killed = emulator.sockets().kill(moment, most);
                yield killed + emulator.changes().kill(moment, most - killed);
            }
            case String other ->
                throw new IllegalArgumentException(
                        "function must be sockets or changes, or left out for both, but was '" + other + "'");
        };
    }

    private static String word(JsonNode fault, String key, String standard) {
        JsonNode given = fault.path(key);
        return given.isMissingNode() ? standard : shown(given);
    }

    /** Returns a number that is 1 or more. */
    private static int number(JsonNode fault, String key, int standard) {
        JsonNode given = fault.path(key);
        if (given.isMissingNode()) {
            return standard;
        }
        if (!given.isInt() || given.intValue() < 1) {
            throw new IllegalArgumentException(
                    key + " must be a whole number, 1 or more, but was '" + shown(given) + "'");
        }
        return given.intValue();
    }

    /** Returns a value as an error shows it. */
    private static String shown(JsonNode value) {
        String text = value.isString() ? value.stringValue() : value.toString();
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    private static double share(JsonNode fault) {
        JsonNode given = fault.path("share");
        if (given.isMissingNode()) {
            return 1;
        }
        if (!given.isNumber() || !(given.doubleValue() >= 0 && given.doubleValue() <= 1)) {
            throw new IllegalArgumentException("share must be a number from 0 to 1 but was '" + shown(given) + "'");
        }
        return given.doubleValue();
    }

    private static Reply error(int status, String why) {
        return Reply.of(status, JSON.writeValueAsString(Map.of("error", why)));
    }
}
