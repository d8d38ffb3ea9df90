// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.dispatch.Dispatcher;
import dev.trebuchetfx.server.fault.FaultInjector;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorMethods;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.StreamSnapshot;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
    private final ActorRegistry actors;
    private final Supplier<String> status;
    private final List<MetricSource> metrics;
    private final String epoch;

    /**
     * Creates the answers for a server.
     *
     * @param status gives {@code healthy}, or else the reason why it serves nobody new
     * @param metrics the parts of the server that have figures to show
     * @param epoch the span in which the server's numbering holds
     */
    public AdminApi(
            FaultInjector injector,
            ServerStreamRegistry registry,
            Connections connections,
            Dispatcher dispatcher,
            ActorRegistry actors,
            Supplier<String> status,
            List<MetricSource> metrics,
            String epoch) {
        this.injector = injector;
        this.registry = registry;
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.actors = actors;
        this.status = status;
        this.metrics = List.copyOf(metrics);
        this.epoch = epoch;
    }

    /** Answers with the health of the server. */
    Answer health() {
        ObjectNode health = mapper.createObjectNode();
        health.put("status", status.get());
        health.put("epoch", epoch);
        health.put("connections", connections.open().size());
        health.put("streams", registry.load().streams());
        health.put("callsInFlight", dispatcher.callsInFlight());
        health.put("queuedBytes", connections.queuedBytes());
        health.put("conflated", registry.conflatedTotal());
        return answer(200, health);
    }

    /** Answers with the streams of the server, so many at most, and with how many there are. */
    Answer streams(int most) {
        Collection<ServerStream> all = registry.all();
        ObjectNode body = mapper.createObjectNode();
        body.put("total", all.size());
        ArrayNode streams = body.putArray("streams");
        for (ServerStream stream : all.stream().limit(most).toList()) {
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

    /** Answers with the actors, so many at most, their methods and what of them streams, and with how many actors there are. */
    Answer actors(int most) {
        List<ActorCell> all = actors.all().stream()
                .sorted(Comparator.comparing(ActorCell::name))
                .toList();
        ObjectNode body = mapper.createObjectNode();
        body.put("total", all.size());
        ArrayNode listed = body.putArray("actors");
        for (ActorCell cell : all.stream().limit(most).toList()) {
            ObjectNode entry = listed.addObject();
            entry.put("name", cell.name());
            entry.put("id", cell.realId().id());
            ArrayNode methods = entry.putArray("methods");
            ArrayNode streams = entry.putArray("streams");
            for (ActorMethods.Listed method : cell.methods().list()) {
                (method.streams() ? streams : methods)
                        .addObject()
                        .put("name", method.name())
                        .put("parameters", method.parameters())
                        .put("signature", method.signature());
            }
        }
        return answer(200, body);
    }

    /** Answers with the use of each limit, as Prometheus reads it. */
    Answer metrics() {
        MetricsText text = new MetricsText();
        metrics.forEach(each -> each.write(text));
        return new Answer(200, MetricsText.CONTENT_TYPE, text.bytes());
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
        return new Answer(status, "application/json", mapper.writeValueAsBytes(body));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** An answer: an HTTP status, and a body of this type. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, String contentType, byte[] body) {}
}
