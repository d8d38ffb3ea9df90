// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that speaks plain version 2 as a Swift one does, over a real socket, and knows nothing else: {@link #close} fails where
 * the server has sent it the extension, a frame that is too large, a form of a value that Swift can't read, or a stream's numbers
 * with a hole. Owned by a test's thread; a thread of its own reads.
 */
public final class PlainSwiftClient implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 1 << 16;
    private static final long TIMEOUT_SECONDS = 10;

    private final FrameSocket frames;
    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int largestFrame;
    private final AtomicInteger pings = new AtomicInteger();

    private record Message(String type, JsonNode payload) {}

    private PlainSwiftClient(FrameSocket frames) {
        this.frames = frames;
    }

    /** Connects. */
    public static PlainSwiftClient connect(URI server) throws IOException {
        return connect(server, RECEIVE_BUFFER);
    }

    /** Connects; takes roughly so many bytes where it does not read. */
    public static PlainSwiftClient connect(URI server, int receiveBufferSize) throws IOException {
        PlainSwiftClient client = new PlainSwiftClient(FrameSocket.connect(server, receiveBufferSize));
        for (String name : client.frames.headers().keySet()) {
            if (name.startsWith("trebuchet")) {
                client.faults.add("the answer to the upgrade has the header " + name);
            }
        }
        Thread.ofVirtual().name("plain-client-reader").start(client::read);
        return client;
    }

    /** Calls and gives the response. What else comes before it must be looked at first. */
    public JsonNode call(String actor, String target, String... arguments) throws IOException {
        String callID = invoke(actor, target, null, arguments);
        JsonNode response = next("response");
        require(response.path("callID").asString("").equals(callID), "the response to " + callID, response);
        return response;
    }

    /** Observes and gives the {@code streamStart}. */
    public JsonNode observe(String actor, String target, @Nullable String filter) throws IOException {
        String callID = invoke(actor, target, filter);
        JsonNode start = next("streamStart");
        require(start.path("callID").asString("").equals(callID), "the start of " + callID, start);
        return start;
    }

    /** Sends an invocation; gives its id. */
    public String invoke(String actor, String target, @Nullable String filter, String... arguments) throws IOException {
        ObjectNode invocation = PlainJson.object();
        String callID = PlainJson.id(UUID.randomUUID());
        invocation.put("callID", callID);
        invocation.putObject("actorID").put("id", actor);
        invocation.put("targetIdentifier", target);
        invocation.put("protocolVersion", 2);
        invocation.putArray("genericSubstitutions");
        ArrayNode all = invocation.putArray("arguments");
        for (String argument : arguments) {
            all.add(PlainJson.base64(argument));
        }
        if (filter != null) {
            invocation.set("streamFilter", PlainJson.parse(filter));
        }
        send("invocation", invocation);
        return callID;
    }

    /** Sends a message as it is. */
    public void sendRaw(String message) throws IOException {
        write(FrameSocket.BINARY, Bytes.utf8(message));
    }

    /** Asks for what came after {@code last} of a stream that began on another connection. */
    public void resume(JsonNode start, BigInteger last) throws IOException {
        ObjectNode resume = PlainJson.object();
        resume.set("streamID", start.path("streamID"));
        resume.put("lastSequence", last);
        resume.set("actorID", start.path("actorID"));
        resume.set("targetIdentifier", start.path("targetIdentifier"));
        synchronized (numbers) {
            numbers.put(start.path("streamID").stringValue(), last.longValue());
        }
        send("streamResume", resume);
    }

    /** The next message, which must be of this type. */
    public JsonNode next(String type) {
        Message message = poll();
        require(message.type().equals(type), type, message);
        return message.payload();
    }

    /** The next message, which must be an update of this stream; gives the state's JSON. */
    public String state(JsonNode start, long sequence) {
        JsonNode data = next("streamData");
        require(
                data.path("streamID").equals(start.path("streamID"))
                        && data.path("sequenceNumber").longValue() == sequence,
                "update " + sequence + " of " + start.path("streamID"),
                data);
        return PlainJson.text(data.path("data"));
    }

    /** The tree of a JSON text. */
    public static JsonNode json(String text) {
        return PlainJson.parse(text);
    }

    /** What bytes in base64 hold, as text. */
    public static String decoded(JsonNode base64) {
        return PlainJson.text(base64);
    }

    /** Reads updates until one has this state; gives its number. */
    public long awaitState(String state) {
        while (true) {
            JsonNode data = next("streamData");
            if (PlainJson.text(data.path("data")).equals(state)) {
                return data.path("sequenceNumber").longValue();
            }
        }
    }

    /** Whether everything that came was looked at. */
    public boolean hasNothingMore() {
        return received.isEmpty();
    }

    /** Leaves what comes in the socket, until {@link #readAgain}. */
    public void stopReading() {
        gate = new CountDownLatch(1);
    }

    /** Reads what has come, and what comes. */
    public void readAgain() {
        gate.countDown();
    }

    /** The payload of the largest frame that came, in bytes. */
    public int largestFrame() {
        return largestFrame;
    }

    /** How many pings came; each was answered. */
    public int pings() {
        return pings.get();
    }

    /** Waits until the server has ended the connection. */
    public void awaitEnd() throws InterruptedException {
        if (!ended.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server has not ended the connection within " + TIMEOUT_SECONDS + " s");
        }
    }

    /** The line breaks. */
    public void cut() throws IOException {
        frames.reset();
        failOnFaults();
    }

    /** What a Swift client would not have understood, so far; forgotten with this. */
    public List<String> takeFaults() {
        List<String> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }

    /** Ends the connection. Fails where the server has sent what a version 2 client would not have understood. */
    @Override
    public void close() throws IOException {
        frames.close();
        gate.countDown();
        failOnFaults();
    }

    private void failOnFaults() {
        if (!faults.isEmpty()) {
            throw new AssertionError("the server sent what is not version 2:\n  " + String.join("\n  ", faults));
        }
    }

    private void send(String type, ObjectNode payload) throws IOException {
        write(FrameSocket.BINARY, PlainJson.message(type, payload));
    }

    private synchronized void write(int opcode, Bytes payload) throws IOException {
        frames.write(true, opcode, payload);
    }

    private Message poll() {
        try {
            Message message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            failOnFaults();
            if (message == null) {
                throw new AssertionError("nothing came within " + TIMEOUT_SECONDS + " s");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new AssertionError("expected " + expected + " but came " + found);
        }
    }

    private void read() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            FrameSocket.Frame frame;
            do {
                gate.await();
                frame = frames.read(PlainConnection.FRAME_LIMIT);
                take(frame, message);
            } while (frame.opcode() != FrameSocket.CLOSE);
        } catch (FrameSocket.FrameTooLargeException e) {
            faults.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The connection is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void take(FrameSocket.Frame frame, ByteArrayOutputStream message) throws IOException {
        largestFrame = Math.max(largestFrame, frame.payload().size());
        switch (frame.opcode()) {
            case FrameSocket.BINARY, FrameSocket.CONTINUATION -> {
                if ((frame.opcode() == FrameSocket.BINARY) != (message.size() == 0)) {
                    faults.add("a frame with opcode " + frame.opcode() + " came after " + message.size()
                            + " bytes of a message");
                }
                message.writeBytes(frame.payload().toByteArray());
                if (frame.fin()) {
                    take(Bytes.wrap(message.toByteArray()));
                    message.reset();
                }
            }
            case FrameSocket.PING -> {
                pings.incrementAndGet();
                if (frame.payload().size() > 0) {
                    faults.add("a ping came with a payload");
                }
                write(FrameSocket.PONG, frame.payload());
            }
            case FrameSocket.PONG, FrameSocket.CLOSE -> {}
            default -> faults.add("a frame with opcode " + frame.opcode() + " came: " + frame.payload());
        }
    }

    private void take(Bytes message) {
        PlainJson.Read read = PlainJson.read(message, PlainRules.OF_SERVER);
        faults.addAll(read.faults());
        String stream = read.payload().path("streamID").asString("");
        synchronized (numbers) {
            if (read.type().equals("streamStart")) {
                numbers.put(stream, 0L);
            } else if (read.type().equals("streamData")) {
                long sequence = read.payload().path("sequenceNumber").longValue();
                Long before = numbers.put(stream, sequence);
                if (before == null || sequence != before + 1) {
                    faults.add("number " + sequence + " of stream " + stream + " came after " + before);
                }
            }
        }
        received.add(new Message(read.type(), read.payload()));
    }
}
