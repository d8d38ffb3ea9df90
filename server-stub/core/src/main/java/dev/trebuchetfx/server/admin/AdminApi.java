// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.dispatch.Dispatcher;
import dev.trebuchetfx.server.fault.FaultInjector;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.StreamSnapshot;
import java.math.BigInteger;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answers of the admin server, without HTTP. Safe for use by any thread. */
public final class AdminApi {
    private static final long FAULT_SECONDS = 5;

    private final JsonMapper mapper = JsonMapper.shared();
    private final FaultInjector injector;
    private final ServerStreamRegistry registry;
    private final Connections connections;
    private final Dispatcher dispatcher;
    private final String epoch;

    public AdminApi(
            FaultInjector injector,
            ServerStreamRegistry registry,
            Connections connections,
            Dispatcher dispatcher,
            String epoch) {
        this.injector = injector;
        this.registry = registry;
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.epoch = epoch;
    }

    /** Answers with the health of the server. */
    Answer health() {
        ObjectNode health = mapper.createObjectNode();
        health.put("status", dispatcher.isDraining() ? "draining" : "healthy");
        health.put("epoch", epoch);
        health.put("connections", connections.open().size());
        health.put("streams", registry.all().size());
        health.put("callsInFlight", dispatcher.callsInFlight());
        health.put("queuedBytes", connections.queuedBytes());
        health.put("conflated", registry.conflatedTotal());
        return answer(200, health);
    }

    /** Answers with every stream of the server. */
    Answer streams() {
        ObjectNode body = mapper.createObjectNode();
        ArrayNode streams = body.putArray("streams");
        for (ServerStream stream : registry.all()) {
            StreamSnapshot snapshot = stream.snapshot();
            ObjectNode entry = streams.addObject();
            entry.put("streamID", snapshot.streamId().toString().toUpperCase(Locale.ROOT));
            entry.put("actor", snapshot.actor());
            entry.put("method", snapshot.method());
            entry.put("principal", snapshot.principal());
            entry.put("bound", snapshot.bound());
            entry.put("newest", unsigned(snapshot.newest()));
            Long oldest = snapshot.oldest();
            if (oldest != null) {
                entry.put("oldest", unsigned(oldest));
            }
            entry.put("size", snapshot.size());
            entry.put("conflated", snapshot.conflated());
            entry.put("leftOut", snapshot.leftOut());
            entry.put("leftOutBytes", snapshot.leftOutBytes());
        }
        return answer(200, body);
    }

    /** Brings about the fault that {@code body} asks for, and answers with its kind and what it hit. */
    Answer fault(byte[] body) {
        try {
            FaultInjector.Injected fault = injector.inject(body);
            int affected = fault.affected().get(FAULT_SECONDS, TimeUnit.SECONDS);
            return answer(
                    200, mapper.createObjectNode().put("kind", fault.kind()).put("affected", affected));
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        } catch (TimeoutException e) {
            return error(503, "the fault is not complete after " + FAULT_SECONDS + " s: an actor is busy");
        } catch (ExecutionException e) {
            return error(500, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(503, "the server is closing");
        }
    }

    /** Answers with the reason why a request is not served. */
    Answer error(int status, String message) {
        return answer(status, mapper.createObjectNode().put("error", message));
    }

    private Answer answer(int status, ObjectNode body) {
        return new Answer(status, mapper.writeValueAsBytes(body));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** An answer: an HTTP status and a JSON body. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, byte[] json) {}
}
