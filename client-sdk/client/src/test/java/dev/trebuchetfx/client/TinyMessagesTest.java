// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are so small that a client could read far more of them than it has memory for. */
@Timeout(60)
class TinyMessagesTest {
    private static final int MANY = 300_000;

    @Test
    void areNotReadFarAheadOfTheLoop() {
        FloodingServer server = new FloodingServer(10);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        try (SystemTime time = new SystemTime("tiny-timer", InstantSource.system());
                TrebuchetClient client = TestClients.with(time, server, VirtualThreads.named("tiny-loop"))
                        .tap(event -> {
                            if (event instanceof TapEvent.MessageUndecodable) {
                                handled.incrementAndGet();
                                awaitQuietly(go);
                            }
                        })
                        .build()) {
            client.actor("todos").observe("observeState", String.class).listen(event -> {});
            server.start();
            Thread.ofPlatform().start(server::sendNothing);
            await().until(() -> handled.get() == 1);
            Thread reader = Thread.ofPlatform().name("reader").start(() -> {
                for (int i = 1; i < MANY; i++) {
                    server.sendNothing();
                    read.incrementAndGet();
                }
            });

            await().until(() -> reader.getState() == Thread.State.WAITING || !reader.isAlive());
            assertThat(read.get()).isBetween(1_000, 100_000);
            go.countDown();
            await().until(() -> handled.get() == MANY);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
