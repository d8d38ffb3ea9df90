// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.transport.HostilePeer;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client whose heap is too small for what its server sends: the connection ends with a reason, and the next one works. */
@Timeout(300)
class SmallHeapTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final int MEGABYTE = 1 << 20;

    /** What a server does on one connection. */
    @FunctionalInterface
    private interface Attack {
        void on(HostilePeer.Line line) throws IOException;
    }

    /** Returns a server that attacks on its first connection, and serves on the next one. */
    private static HostilePeer first(Attack attack) throws IOException {
        return new HostilePeer((number, line) -> {
            if (number == 1) {
                attack.on(line);
            } else {
                serve(line);
            }
        });
    }

    @Test
    void outlivesWhatDoesNotFit(@TempDir Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Path errors = folder.resolve("errors");
        try (HostilePeer announced = first(SmallHeapTest::announced);
                HostilePeer largeFrame = first(SmallHeapTest::largeFrame);
                HostilePeer largeState = first(SmallHeapTest::largeState);
                HostilePeer largeTree = first(SmallHeapTest::largeTree);
                HostilePeer pings = first(SmallHeapTest::pings);
                HostilePeer starts = first(SmallHeapTest::starts)) {
            Process small = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SmallClient.class.getName(),
                            announced.uri().toString(),
                            largeFrame.uri().toString(),
                            largeState.uri().toString(),
                            largeTree.uri().toString(),
                            pings.uri().toString(),
                            starts.uri().toString())
                    .redirectOutput(said.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                boolean ended = small.waitFor(4, TimeUnit.MINUTES);
                List<String> lines = Files.readAllLines(said);
                assertThat(lines).as(Files.readString(errors)).hasSize(6);
                assertThat(lines.get(0)).isEqualTo("the connection broke; then 7");
                assertThat(lines.get(1))
                        .isEqualTo(
                                "this client has too little memory for what the server sends: Java heap space; then 7");
                assertThat(lines.get(2))
                        .isEqualTo(
                                "this client has too little memory for what the server sends: Java heap space; then 7");
                assertThat(lines.get(3))
                        .startsWith("this client has too little memory for a message of ")
                        .endsWith(" bytes: Java heap space; then 7");
                assertThat(lines.get(4)).isEqualTo("the connection broke; then 7");
                assertThat(lines.get(5)).isEqualTo("the connection broke; then 7");
                assertThat(ended).isTrue();
            } finally {
                small.destroyForcibly();
            }
        }
    }

    /** Frames of 64 MiB that never come. */
    private static void announced(HostilePeer.Line line) throws IOException {
        line.head(0x82, 64 * MEGABYTE);
        line.flush();
    }

    /** A frame that does come. */
    private static void largeFrame(HostilePeer.Line line) throws IOException {
        line.head(0x82, 60 * MEGABYTE);
        byte[] piece = new byte[MEGABYTE];
        for (int i = 0; i < 60; i++) {
            line.write(piece);
        }
        line.flush();
        line.read();
    }

    private static void largeState(HostilePeer.Line line) throws IOException {
        StreamStartEnvelope start = start(line);
        byte[] head = ("{\"type\":\"streamData\",\"payload\":{\"streamID\":\"" + start.streamID()
                        + "\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"sequenceNumber\":1,\"data\":\"")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\"}}".getBytes(StandardCharsets.UTF_8);
        line.head(0x82, head.length + 40L * MEGABYTE + tail.length);
        line.write(head);
        byte[] piece = "MSwx".repeat(MEGABYTE / 4).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 40; i++) {
            line.write(piece);
        }
        line.write(tail);
        line.flush();
        readOn(line);
    }

    /** A state of three megabytes that takes many times as much as a tree, which the first change needs. */
    private static void largeTree(HostilePeer.Line line) throws IOException {
        StreamStartEnvelope start = start(line);
        String state = "[" + "{},".repeat(MEGABYTE) + "{}]";
        line.message(data(start.streamID(), 1, new StateDelta(true, Bytes.utf8(state)), null));
        line.message(data(
                start.streamID(),
                2,
                new StateDelta(false, Bytes.utf8("[{\"op\":\"replace\",\"path\":\"/0\",\"value\":1}]")),
                1L));
        readOn(line);
    }

    /** Pings, and no pong is read. */
    private static void pings(HostilePeer.Line line) throws IOException {
        byte[] payload = new byte[125];
        for (int i = 0; i < 2_000_000; i++) {
            line.head(0x89, payload.length);
            line.write(payload);
        }
        line.flush();
    }

    /** Streams that nobody has asked for, and none of their ends is read. */
    private static void starts(HostilePeer.Line line) throws IOException {
        start(line);
        for (int i = 0; i < 300_000; i++) {
            var ext = new StreamStartEnvelope.Ext(1, "epoch", 100, 300, null, null);
            byte[] start = CODEC.encode(new StreamStartEnvelope(
                            UUID.randomUUID(), UUID.randomUUID(), ActorId.of("todos"), "observeState", null, ext))
                    .toByteArray();
            line.head(0x82, start.length);
            line.write(start);
        }
        line.flush();
    }

    private static void readOn(HostilePeer.Line line) throws IOException {
        // Whatever the client says from here on is of no interest.
        while (line.read() != null) {}
    }

    /** A server that starts the stream and sends a state. */
    private static void serve(HostilePeer.Line line) throws IOException {
        StreamStartEnvelope start = start(line);
        line.message(data(start.streamID(), 1, new StateDelta(true, Bytes.utf8("7")), null));
        readOn(line);
    }

    /** Starts a stream for whatever the client asks first. */
    private static StreamStartEnvelope start(HostilePeer.Line line) throws IOException {
        while (true) {
            UUID call = callOf(line);
            if (call != null) {
                var ext = new StreamStartEnvelope.Ext(1, "epoch", 100, 300, "json-patch", null);
                StreamStartEnvelope start = new StreamStartEnvelope(
                        UUID.randomUUID(), call, ActorId.of("todos"), "observeState", null, ext);
                line.message(CODEC.encode(start).toByteArray());
                return start;
            }
        }
    }

    private static @Nullable UUID callOf(HostilePeer.Line line) throws IOException {
        ByteBuffer frame = line.read();
        byte[] message = new byte[frame.remaining()];
        frame.get(message);
        Envelope envelope;
        try {
            envelope = CODEC.decode(Bytes.wrap(message));
        } catch (WireException e) {
            return null;
        }
        return switch (envelope) {
            case InvocationEnvelope invocation -> invocation.callID();
            case StreamResumeEnvelope resume ->
                Objects.requireNonNull(resume.ext()).callID();
            default -> null;
        };
    }

    private static byte[] data(UUID stream, long sequence, StateDelta content, @Nullable Long base) {
        Bytes wrapped = new StateDeltaCodec(WireLimits.DEFAULT).encode(content);
        return CODEC.encode(new StreamDataEnvelope(
                        stream,
                        sequence,
                        wrapped,
                        Instant.EPOCH,
                        base == null ? null : new StreamDataEnvelope.Ext(base, null, null)))
                .toByteArray();
    }
}
