// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A process with a small heap whose subscribers do not keep up with what they are sent. Prints a line for each situation that it
 * has outlived.
 */
final class FloodedClient {
    private static final int MEGABYTE = 1_000_000;

    private FloodedClient() {}

    public static void main(String[] arguments) {
        System.out.println("latest: " + stuckListener(new Delivery.Latest(), 1_100, MEGABYTE, false));
        System.out.println("latest among other events: " + stuckListener(new Delivery.Latest(), 120, MEGABYTE, true));
        System.out.println("latest, small states: " + stuckListener(new Delivery.Latest(), 1_000_000, 10, false));
        System.out.println("every: " + stuckListener(new Delivery.Every(16), 120, MEGABYTE, false));
        System.out.println("publisher: " + stuckSubscriber(120));
        System.out.println("healing: " + heldEarly(120));
        System.out.println("tap: " + stuckLoop(120));
    }

    private static TrebuchetClient.Builder builder(FloodingServer server) {
        SystemTime time = new SystemTime("flooded-timer", InstantSource.system());
        return TestClients.with(time, server, VirtualThreads.named("flooded-loop"))
                .resumeTimeout(Duration.ofMinutes(10));
    }

    private static ActorStream<String> observe(TrebuchetClient client, Delivery delivery) {
        return client.actor("todos")
                .observe(
                        "observeState",
                        String.class,
                        StreamOptions.builder().delivery(delivery).build());
    }

    /** The listener does not come back from its first update until everything has been sent. */
    private static String stuckListener(Delivery delivery, int states, int bytes, boolean doubled) {
        FloodingServer server = new FloodingServer(bytes);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        AtomicLong seen = new AtomicLong();
        CompletableFuture<String> end = new CompletableFuture<>();
        AtomicLong accepted = new AtomicLong();
        try (TrebuchetClient client = builder(server)
                .tap(event -> {
                    if (event instanceof TapEvent.UpdateAccepted update) {
                        accepted.set(update.sequence());
                    }
                })
                .build()) {
            observe(client, delivery).listen(new StreamListener<>() {
                @Override
                public void onUpdate(StreamEvent.Update<String> update) {
                    stuck.countDown();
                    await(sent);
                    seen.addAndGet(1 + update.conflated());
                    if (update.sequence() == states) {
                        end.complete("the newest of " + seen);
                    }
                }

                @Override
                public void onFailed(dev.trebuchetfx.client.error.TrebuchetException error) {
                    end.complete(error.getClass().getSimpleName());
                }
            });
            server.start();
            server.send(1);
            await(stuck);
            for (long sequence = 2; sequence <= states; sequence++) {
                server.send(sequence);
                if (doubled) {
                    server.send(sequence);
                }
            }
            if (delivery instanceof Delivery.Latest) {
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> accepted.get() == states);
            }
            sent.countDown();
            return end.orTimeout(1, java.util.concurrent.TimeUnit.MINUTES).join();
        }
    }

    /** A subscriber that asks for one state and then for no more. */
    private static String stuckSubscriber(int states) {
        FloodingServer server = new FloodingServer(MEGABYTE);
        AtomicLong accepted = new AtomicLong();
        CompletableFuture<String> newest = new CompletableFuture<>();
        CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
        AtomicLong came = new AtomicLong();
        try (TrebuchetClient client = builder(server)
                .tap(event -> {
                    if (event instanceof TapEvent.UpdateAccepted update) {
                        accepted.set(update.sequence());
                    }
                })
                .build()) {
            observe(client, new Delivery.Latest()).events().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscribed.complete(subscription);
                }

                @Override
                public void onNext(StreamEvent<String> event) {
                    if (event instanceof StreamEvent.Update<String> update) {
                        came.addAndGet(1 + update.conflated());
                        if (update.sequence() == states) {
                            newest.complete("the newest of " + came);
                        }
                    }
                }

                @Override
                public void onError(Throwable error) {
                    newest.completeExceptionally(error);
                }

                @Override
                public void onComplete() {}
            });
            server.start();
            for (long sequence = 1; sequence <= states; sequence++) {
                server.send(sequence);
            }
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> accepted.get() == states);
            subscribed.join().request(Long.MAX_VALUE);
            return newest.orTimeout(1, java.util.concurrent.TimeUnit.MINUTES).join();
        }
    }

    /** Something is missing, the server does not say what, and sends on. */
    private static String heldEarly(int states) {
        FloodingServer server = new FloodingServer(MEGABYTE);
        AtomicLong received = new AtomicLong();
        try (TrebuchetClient client = builder(server)
                .tap(event -> {
                    if (event instanceof TapEvent.MessageReceived) {
                        received.incrementAndGet();
                    }
                })
                .build()) {
            observe(client, new Delivery.Latest()).listen(event -> {});
            server.start();
            server.send(1);
            for (long sequence = 3; sequence < states; sequence++) {
                server.send(sequence);
            }
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> received.get() == states - 1);
            return received + " came";
        }
    }

    /** The client's own thread is held up by a tap. */
    private static String stuckLoop(int states) {
        FloodingServer server = new FloodingServer(MEGABYTE);
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong accepted = new AtomicLong();
        try (TrebuchetClient client = builder(server)
                .tap(event -> {
                    if (event instanceof TapEvent.UpdateAccepted update) {
                        await(go);
                        accepted.set(update.sequence());
                    }
                })
                .build()) {
            observe(client, new Delivery.Latest()).listen(event -> {});
            server.start();
            Thread reader = Thread.ofPlatform().name("reader").start(() -> {
                for (long sequence = 1; sequence <= states; sequence++) {
                    server.send(sequence);
                }
            });
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> reader.getState() == Thread.State.WAITING || !reader.isAlive());
            boolean stopped = reader.isAlive();
            go.countDown();
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> accepted.get() == states);
            return stopped ? "the reader waited, then " + accepted + " came" : "the reader did not wait";
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
