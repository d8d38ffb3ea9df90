// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that speaks plain version 2 as the Swift one does, with every trap that it sets, over a real socket:
 *
 * <ul>
 *   <li>a replay goes to the connection that asks, but live updates go on to the one that the stream began on;
 *   <li>where there is nothing to replay it starts a new stream, whether the client is caught up or the buffer is too old, without
 *       the filter and the arguments, under a call of its own making, and looks the actor up by its real id alone;
 *   <li>a replay that lacks what has left the buffer says nothing of it;
 *   <li>nothing unsubscribes.
 * </ul>
 *
 * <p>It never says {@code ext}. What a client sends that is not version 2 is kept, and {@link #close} fails with it. A test that
 * wants such a client takes {@link #takeFaults} first. Safe for use by any thread; its lock is the one serial loop of a Swift server.
 */
public final class PlainSwiftServer implements AutoCloseable {
    private static final int BUFFER = 100;
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
    private static final String DRAINING = "Server is shutting down";

    private final ServerSocket listening;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<PlainConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong swallowed = new AtomicLong();
    private final AtomicLong pings = new AtomicLong();

    // Guarded by the lock.
    private final Map<String, PlainActor> byName = new HashMap<>();
    private final Map<UUID, PlainStream> streams = new LinkedHashMap<>();
    private final List<Received> received = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Deque<Runnable> backlog = new ArrayDeque<>();
    private Duration now = Duration.ZERO;
    private boolean busy;
    private boolean draining;

    /** A message as it came, before it was handled. */
    public record Received(String type, JsonNode payload) {}

    private PlainSwiftServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** Listens on a free port of this machine. */
    public static PlainSwiftServer start() throws IOException {
        return start(0);
    }

    /** Listens on a port of this machine. */
    public static PlainSwiftServer start(int port) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        PlainSwiftServer server = new PlainSwiftServer(listening);
        Thread.ofVirtual().name("plain-server-accept").start(server::accept);
        return server;
    }

    /** Where clients connect. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    /** An actor under a name, with its first state as JSON. Any method whose name begins with {@code observe} streams it. */
    public PlainActor expose(String name, String state) {
        PlainActor actor = new PlainActor(name, state, lock);
        actor.onChange(changed -> {
            for (PlainStream stream : streams.values()) {
                if (stream.actor() == changed) {
                    stream.offer(now);
                }
            }
        });
        return locked(() -> {
            byName.put(name, actor);
            return actor;
        });
    }

    // ---- what happens to it ----

    /** Every line breaks; the server goes on with its streams as if nothing had happened. */
    public void cut() throws IOException {
        for (PlainConnection connection : List.copyOf(connections)) {
            connection.cut();
        }
    }

    /** Another process takes its place on the same port: no streams, no buffers, other real ids. Actors keep their states. */
    public void restart() throws IOException {
        locked(() -> {
            streams.clear();
            byName.values().forEach(actor -> actor.rebornAs(PlainJson.id(UUID.randomUUID())));
            draining = false;
            return null;
        });
        cut();
    }

    /** Buffers grow older. */
    public void letTimePass(Duration by) {
        locked(() -> now = now.plus(by));
    }

    /** From now on it refuses invocations. */
    public void drain() {
        locked(() -> draining = true);
    }

    /** It takes invocations again. */
    public void drainNoMore() {
        locked(() -> draining = false);
    }

    /** What comes waits, as behind a slow call, until {@link #goOn}. */
    public void stall() {
        locked(() -> busy = true);
    }

    /** What waited is handled. */
    public void goOn() {
        locked(() -> {
            busy = false;
            while (!backlog.isEmpty()) {
                backlog.remove().run();
            }
            return null;
        });
    }

    // ---- what a test can see ----

    /** What came of a type, oldest first. */
    public List<JsonNode> received(String type) {
        return locked(() -> received.stream()
                .filter(message -> message.type().equals(type))
                .map(Received::payload)
                .toList());
    }

    /** How many streams it has; none ever ends. */
    public int streamCount() {
        return locked(streams::size);
    }

    /** How many of them send to a connection that is there. */
    public long boundStreamCount() {
        return locked(() -> streams.values().stream()
                .filter(PlainStream::isBoundToLivingConnection)
                .count());
    }

    /** How many messages went to connections that were dead. */
    public long swallowedCount() {
        return swallowed.get();
    }

    /** How many pings came. */
    public long pingCount() {
        return pings.get();
    }

    /** How many clients are connected. */
    public int connectionCount() {
        return connections.size();
    }

    /** What a client should not have sent, so far; forgotten with this. */
    public List<String> takeFaults() {
        return locked(() -> {
            List<String> taken = List.copyOf(faults);
            faults.clear();
            return taken;
        });
    }

    /** Ends it. Fails where a client has sent what a version 2 peer would not have understood. */
    @Override
    public void close() throws IOException {
        listening.close();
        cut();
        List<String> found = takeFaults();
        if (!found.isEmpty()) {
            throw new AssertionError("a client sent what is not version 2:\n  " + String.join("\n  ", found));
        }
    }

    void fault(String what) {
        locked(() -> faults.add(what));
    }

    void pinged() {
        pings.incrementAndGet();
    }

    void swallowed() {
        swallowed.incrementAndGet();
    }

    // ---- how it answers ----

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                PlainConnection connection = new PlainConnection(socket, this);
                connections.add(connection);
                Thread.ofVirtual().name("plain-server-reader").start(() -> {
                    connection.run(message -> take(connection, message));
                    connections.remove(connection);
                });
            } catch (IOException e) {
                // Closed, or a client that was gone before it was there.
            }
        }
    }

    private void take(PlainConnection from, Bytes message) {
        PlainJson.Read read = PlainJson.read(message, PlainRules.OF_CLIENT);
        locked(() -> {
            faults.addAll(read.faults());
            received.add(new Received(read.type(), read.payload()));
            if (read.faults().isEmpty()) {
                backlog.add(() -> handle(from, read));
            }
            if (!busy) {
                goOn();
            }
            return null;
        });
    }

    private void handle(PlainConnection from, PlainJson.Read message) {
        switch (message.type()) {
            case "invocation" -> invoke(from, message.payload());
            case "streamResume" -> resume(from, message.payload());
            // A client's streamEnd is ignored.
            default -> {}
        }
    }

    private void invoke(PlainConnection from, JsonNode call) {
        String target = call.path("targetIdentifier").stringValue();
        PlainActor named = byName.get(call.path("actorID").path("id").stringValue());
        PlainActor actor = named == null ? byId(call) : named;
        List<String> arguments =
                call.path("arguments").valueStream().map(PlainJson::text).toList();
        if (draining) {
            respond(from, call, null, DRAINING);
        } else if (target.startsWith("observe")) {
            open(from, call, call.path("callID").stringValue(), actor, call.get("streamFilter"), arguments);
        } else if (actor == null) {
            respond(from, call, null, notFound(call));
        } else {
            Function<List<String>, String> method = actor.method(target);
            respond(
                    from,
                    call,
                    method == null ? null : method.apply(arguments),
                    method == null ? "No distributed target " + target : null);
        }
    }

    private void resume(PlainConnection from, JsonNode resume) {
        PlainStream stream = streams.get(UUID.fromString(resume.path("streamID").stringValue()));
        // A number beyond 63 bits is more than was ever sent.
        JsonNode last = resume.path("lastSequence");
        List<ObjectNode> missed = stream == null
                ? List.of()
                : stream.after(last.canConvertToLong() ? last.longValue() : -1L, now, TIME_TO_LIVE);
        if (missed.isEmpty()) {
            open(from, resume, PlainJson.id(UUID.randomUUID()), byId(resume), null, List.of());
        } else {
            missed.forEach(data -> from.send("streamData", data));
        }
    }

    private void open(
            PlainConnection from,
            JsonNode asked,
            String callID,
            @Nullable PlainActor actor,
            @Nullable JsonNode filter,
            List<String> arguments) {
        PlainStream stream = actor == null ? null : new PlainStream(actor, from, filter, arguments, BUFFER, now);
        UUID streamID = stream == null ? UUID.randomUUID() : stream.id();
        ObjectNode start = PlainJson.object();
        start.put("streamID", PlainJson.id(streamID));
        start.put("callID", callID);
        start.set("actorID", actor == null ? asked.path("actorID") : address(actor));
        start.set("targetIdentifier", asked.path("targetIdentifier"));
        if (filter != null) {
            start.set("filter", filter);
        }
        from.send("streamStart", start);
        if (stream == null) {
            ObjectNode error = PlainJson.object();
            error.put("streamID", PlainJson.id(streamID));
            error.put("errorMessage", "Stream setup error: " + notFound(asked));
            from.send("streamError", error);
        } else {
            streams.put(streamID, stream);
            stream.offer(now);
        }
    }

    private void respond(PlainConnection to, JsonNode call, @Nullable String result, @Nullable String error) {
        ObjectNode response = PlainJson.object();
        response.set("callID", call.path("callID"));
        if (error == null) {
            response.put("result", PlainJson.base64(result == null ? "" : result));
        } else {
            response.put("errorMessage", error);
        }
        to.send("response", response);
    }

    private @Nullable PlainActor byId(JsonNode asked) {
        String id = asked.path("actorID").path("id").stringValue();
        return byName.values().stream()
                .filter(actor -> actor.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private ObjectNode address(PlainActor actor) {
        ObjectNode address = PlainJson.object();
        address.put("id", actor.id());
        address.put("host", "0.0.0.0");
        address.put("port", listening.getLocalPort());
        return address;
    }

    private static String notFound(JsonNode asked) {
        JsonNode actor = asked.path("actorID");
        return "Actor not found: " + actor.path("id").asString("") + "@"
                + actor.path("host").asString("") + ":" + actor.path("port").asString("");
    }

    private <T extends @Nullable Object> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
