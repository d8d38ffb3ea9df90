// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.inspector.HandTime;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttachTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Executor later = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS, threads);
    private final EventLog here = new EventLog(new CaptureLimits(1_000, 1 << 20));
    private final EventLog there = new EventLog(CaptureLimits.DEFAULT);
    private final HandTime time = new HandTime();
    private final AtomicInteger closed = new AtomicInteger();
    private AttachPort port;

    @BeforeEach
    void open() throws IOException {
        port = AttachPort.open(
                0,
                here,
                new CaptureNote("test", Instant.EPOCH, null),
                time,
                later,
                threads,
                () -> closed.incrementAndGet());
    }

    @AfterEach
    void close() {
        port.close();
        threads.close();
    }

    private static CapturedEvent event(int number) {
        return new CapturedEvent(
                number,
                EventKind.STREAM_DATA,
                0,
                new ConnectionName(0, 1, "ws://127.0.0.1:1"),
                StreamName.of(0, new UUID(1, 1)),
                number,
                0,
                null,
                Bytes.utf8("{\"n\":" + number + "}"));
    }

    private static List<String> bodies(EventLog log) {
        List<String> bodies = new ArrayList<>();
        LogCursor event = log.view().cursor();
        for (long index = log.view().first(); event.moveTo(index); index++) {
            bodies.add(String.valueOf(event.body()));
        }
        return bodies;
    }

    @Test
    void aWatcherSeesWhatWasThereAndWhatComes() throws IOException {
        here.append(event(1));
        try (AttachSource source = AttachSource.connect(port.address(), there, threads, time)) {
            source.start();
            await().until(() -> bodies(there).equals(bodies(here)));
            here.append(event(2));
            here.append(event(3));

            await().until(() -> bodies(there).size() == 3);
            assertThat(bodies(there)).isEqualTo(bodies(here));
            LogCursor last = there.view().cursor();
            assertThat(last.moveTo(2)).isTrue();
            assertThat(last.event()).isEqualTo(event(3));
        }
    }

    @Test
    void whatWasLetGoBeforeItCameIsTold() throws IOException {
        for (int i = 1; i <= 5_000; i++) {
            here.append(event(i));
        }
        long gone = here.view().first();
        assertThat(gone).isPositive();
        try (AttachSource source = AttachSource.connect(port.address(), there, threads, time)) {
            source.start();
            await().until(() -> bodies(there).equals(bodies(here)));
        }
        here.append(event(5_001));
        assertThat(bodies(there)).doesNotContain(String.valueOf(event(1).body()));
    }

    @Test
    void withoutTheTokenNothingIsSent() {
        AttachAddress guessed = new AttachAddress(port.address().port(), "0".repeat(32));

        assertThatThrownBy(() -> AttachSource.connect(guessed, there, threads, time))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the token is not the one");
        assertThat(there.view().size()).isZero();
    }

    @Test
    void theEndOfTheApplicationEndsTheWatching() throws Exception {
        try (AttachSource source = AttachSource.connect(port.address(), there, threads, time)) {
            source.start();
            port.close();
            source.ended().get(10, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> AttachSource.connect(port.address(), there, threads, time))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAddressIsReadAsItWasPrinted() {
        AttachAddress address = port.address();

        assertThat(AttachAddress.parse(address + "\n")).isEqualTo(address);
        for (String bad : List.of("ws://127.0.0.1:1/x", "attach://example.org:1/x", "attach://127.0.0.1/x", "%", "")) {
            assertThatThrownBy(() -> AttachAddress.parse(bad)).hasMessageContaining("attach://127.0.0.1:40123/TOKEN");
        }
    }

    @Test
    void aWatcherThatDripsItsGreetingIsClosedAfterFiveSeconds() throws Exception {
        try (Socket dripping =
                new Socket(InetAddress.getLoopbackAddress(), port.address().port())) {
            await().until(() -> time.scheduled() == 1);
            for (int i = 0; i < 5; i++) {
                dripping.getOutputStream().write('t');
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(dripping.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void anApplicationThatDripsItsAnswerIsGivenUpAfterFiveSeconds() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<AttachSource> attached = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return AttachSource.connect(
                                    new AttachAddress(other.getLocalPort(), "token"), there, threads, time);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    threads);
            try (Socket end = other.accept()) {
                end.getOutputStream().write('{');
                await().until(() -> time.scheduled() == 1);
                time.advance(Duration.ofSeconds(5));
                assertThatThrownBy(attached::join)
                        .hasRootCauseMessage("the program on port " + other.getLocalPort()
                                + " did not answer within 5 s; expected an application that allows to attach");
            }
        }
    }

    @Test
    void whoeverKnowsTheTokenTakesThePlaceOfTheOldestSilentOne() throws Exception {
        here.append(event(1));
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            silent.add(
                    new Socket(InetAddress.getLoopbackAddress(), port.address().port()));
        }
        await().until(() -> time.scheduled() == 32);
        try (AttachSource source = AttachSource.connect(port.address(), there, threads, time)) {
            source.start();
            await().until(() -> bodies(there).equals(bodies(here)));
            assertThat(silent.getFirst().getInputStream().read()).isEqualTo(-1);
        }
        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void onlySoManyMayWatch() throws Exception {
        List<AttachSource> watching = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            watching.add(AttachSource.connect(port.address(), there, threads, time));
        }
        try (Socket oneMore =
                new Socket(InetAddress.getLoopbackAddress(), port.address().port())) {
            assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
        }
        for (AttachSource source : watching) {
            source.close();
        }
    }

    @Test
    void aClosedPortSaysSoOnce() {
        port.close();
        port.close();
        assertThat(closed.get()).isEqualTo(1);
    }

    @Test
    void aLineThatIsTooLongIsRefused() {
        LineInput lines = new LineInput(
                new ByteArrayInputStream(Bytes.utf8("ab\nabc\nabcd\n").unsafeArray()), 3);
        assertThatThrownBy(() -> {
                    assertThat(lines.next()).isEqualTo("ab");
                    assertThat(lines.next()).isEqualTo("abc");
                    lines.next();
                })
                .hasMessage("expected lines of at most 3 bytes but one is longer");
    }
}
