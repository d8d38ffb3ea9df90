// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A recording survives what brought it down before, in a process with a small heap and few files. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the number of files is limited by a shell")
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class RecordingProcessTest {
    private static final int LARGE = 17 << 20;

    @TempDir
    private Path folder;

    private static Socket upgraded(int port, ServerSocket server, List<Socket> ends) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        RawPeers.write(client.getOutputStream(), "GET / HTTP/1.1\nHost: localhost\nUpgrade: websocket\n\n");
        Socket end = server.accept();
        HttpHead.read(end.getInputStream());
        RawPeers.write(end.getOutputStream(), "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n");
        HttpHead.read(client.getInputStream());
        ends.add(client);
        ends.add(end);
        return client;
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().skipNBytes(Long.MAX_VALUE);
        } catch (IOException e) {
            // It has ended.
            assertThat(e).isNotNull();
        }
    }

    /** Announced with 17 MiB and not finished; announced with 15 MiB each; and in fragments. */
    @Test
    void unfinishedLargeMessagesDoNotEndIt() throws Exception {
        Path file = folder.resolve("large.tfx");
        List<Socket> ends = new ArrayList<>();
        byte[] large = new TestFrame(true, 0, Frame.TEXT, null, new byte[LARGE]).toBytes();
        byte[] smaller = new TestFrame(false, 0, Frame.TEXT, null, new byte[15 << 20]).toBytes();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RecordingProcess recording = new RecordingProcess(
                        "-Xmx192m", 1_000, URI.create("ws://127.0.0.1:" + server.getLocalPort()), file)) {
            for (int i = 0; i < 36; i++) {
                Socket client = upgraded(recording.port, server, ends);
                Socket end = ends.getLast();
                threads.execute(() -> drain(end));
                byte[] wire = i % 2 == 0 ? large : smaller;
                client.getOutputStream().write(wire, 0, wire.length - 1);
            }
            Socket last = upgraded(recording.port, server, ends);
            byte[] small = new TestFrame(true, 0, Frame.TEXT, null, new byte[5]).toBytes();
            last.getOutputStream().write(small);
            assertThat(ends.getLast().getInputStream().readNBytes(small.length)).isEqualTo(small);
            ends.getFirst().getOutputStream().write(0);
            for (Socket socket : ends) {
                socket.close();
            }
            assertThat(recording.process.isAlive()).isTrue();
            assertThat(recording.end()).anyMatch(line -> line.contains("large.tfx: "));
        }
        List<String> bodies = new ArrayList<>();
        CaptureFormat.OWN.read(file, event -> bodies.add(event.body().utf8()));
        assertThat(bodies).contains("not looked at: " + LARGE + " bytes, too large", "\0\0\0\0\0");
    }

    /** Each is small enough to be looked at, and all end at about the same time. */
    @Test
    void largeMessagesThatEndTogetherBreakNoConnection() throws Exception {
        List<Socket> ends = new ArrayList<>();
        byte[] wire = new TestFrame(true, 0, Frame.TEXT, null, new byte[15 << 20]).toBytes();
        int messages = 15;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RecordingProcess recording = new RecordingProcess(
                        "-Xmx192m",
                        1_000,
                        URI.create("ws://127.0.0.1:" + server.getLocalPort()),
                        folder.resolve("together.tfx"))) {
            List<CompletableFuture<Void>> relayed = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket client = upgraded(recording.port, server, ends);
                Socket end = ends.getLast();
                threads.execute(() -> {
                    try {
                        for (int message = 0; message < messages; message++) {
                            client.getOutputStream().write(wire);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                relayed.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                end.getInputStream().skipNBytes((long) messages * wire.length);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        threads));
            }
            for (CompletableFuture<Void> all : relayed) {
                all.get(90, TimeUnit.SECONDS);
            }
            for (Socket socket : ends) {
                socket.close();
            }
        }
    }

    /** Silent clients use up the files that the process may open; when they are gone, the next one is served. */
    @Test
    void aLackOfFilesDoesNotEndIt() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (StubServer server = StubServer.builder().bundledActors().start();
                RecordingProcess recording =
                        new RecordingProcess("-Xmx128m", 250, server.uri(), folder.resolve("files.tfx"))) {
            callThrough(recording);
            for (int i = 0; i < 260; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), recording.port));
            }
            long before = cpu(recording);
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> drain(silent.getFirst()));
            // After ten seconds they are closed: nobody who says nothing holds a file for longer.
            first.get(30, TimeUnit.SECONDS);
            assertThat(cpu(recording) - before)
                    .as("milliseconds of CPU while it waited")
                    .isLessThan(5_000);
            for (Socket socket : silent) {
                socket.close();
            }
            callThrough(recording);
            assertThat(recording.process.isAlive()).isTrue();
        }
    }

    private static void callThrough(RecordingProcess recording) {
        try (TrebuchetClient client = TrebuchetClient.connect("ws://127.0.0.1:" + recording.port)) {
            CallOptions options = CallOptions.builder()
                    .timeout(Duration.ofSeconds(20))
                    .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
                    .build();
            assertThat(client.actor("todos")
                            .call("pendingCount", Integer.class, options)
                            .join())
                    .isZero();
        }
    }

    private static long cpu(RecordingProcess recording) {
        return recording.process.info().totalCpuDuration().orElseThrow().toMillis();
    }
}
