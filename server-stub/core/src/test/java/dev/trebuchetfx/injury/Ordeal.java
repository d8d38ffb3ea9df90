// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client that observes a counter through an {@link InjuringProxy}, and another one that changes it on a line of its own. Owned by
 * the test's thread. What is injured, and how, comes from a seed; how far that gets is up to real time.
 */
final class Ordeal implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(30);

    private static final List<Injury> INJURIES = List.of(Injury.values());
    private static final Duration HEARTBEAT = Duration.ofMillis(200);
    private static final BackoffPolicy FAST = BackoffPolicy.builder()
            .between(Duration.ofMillis(10), Duration.ofMillis(100))
            .maxAttempts(100_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();
    private static final CallOptions WAITS = CallOptions.WHEN_CONNECTED;

    private final long seed;
    private final Random random;
    private final URI server;
    private final InjuringProxy proxy;
    private final Witness witness = new Witness();
    private final Map<Injury, Integer> inflicted = new EnumMap<>(Injury.class);
    private final List<String> script = new ArrayList<>();
    private final TrebuchetClient client;
    private TrebuchetClient writer;

    /** What the server has had for certain. */
    private final AtomicLong count = new AtomicLong();

    /** What it had for certain before the newest line was opened. */
    private final AtomicLong floor = new AtomicLong();

    Ordeal(long seed, URI server) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.server = server;
        this.proxy = new InjuringProxy(server.getPort(), () -> floor.set(count.get()));
        this.writer = newWriter();
        this.client = TrebuchetClient.builder(proxy.uri())
                .name(name())
                .backoff(FAST)
                .heartbeat(HEARTBEAT)
                .connectTimeout(Duration.ofMillis(800))
                .resumeTimeout(Duration.ofMillis(800))
                .tap(new Honesty()::hear)
                .build();
        client.actor("counter")
                .observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder().everyUpdate(1_000_000).build())
                .listen(witness);
    }

    /** On the client's loop: "live" is said only of a state as new as the line that it came on. */
    private final class Honesty {
        private final AtomicReference<@Nullable Long> accepted = new AtomicReference<>();
        private volatile boolean live;

        void hear(TapEvent event) {
            switch (event) {
                case TapEvent.UpdateAccepted update ->
                    accepted.set(Long.parseLong(update.data().utf8().replaceAll("\\D", "")));
                case TapEvent.FreshnessChanged changed -> live = changed.freshness() == Freshness.LIVE;
                case TapEvent.ConnectionChanged changed -> {
                    if (changed.state() instanceof ConnectionState.Offline) {
                        witness.accuse("the client has given up");
                    }
                }
                default -> {}
            }
            Long newest = accepted.get();
            if (live && newest != null && newest < floor.get()) {
                witness.accuse("the client is live with " + newest + ", but the server had " + floor.get()
                        + " before the line was opened");
            }
        }
    }

    String name() {
        return "injured-" + seed;
    }

    InjuringProxy proxy() {
        return proxy;
    }

    Witness witness() {
        return witness;
    }

    Map<Injury, Integer> inflicted() {
        return inflicted;
    }

    /** One injury, or some at once, with changes before, while and after, and perhaps a cure. */
    void round() throws IOException, InterruptedException {
        change(random.nextInt(4));
        int injuries = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < injuries; i++) {
            inflict(INJURIES.get(random.nextInt(INJURIES.size())));
        }
        // Sometimes more than the server keeps.
        change(random.nextInt(5) == 0 ? 40 : random.nextInt(8));
        boolean cured = random.nextInt(3) != 0;
        if (cured) {
            heal();
        }
        witness.awaitLive(count.get(), Duration.ofMillis(random.nextInt(cured ? 1_500 : 600)));
    }

    void inflict(Injury injury) throws IOException {
        inflicted.merge(injury, 1, Integer::sum);
        script.add(injury + " at " + count);
        injury.inflict(proxy, random);
    }

    void heal() throws IOException {
        script.add("healed");
        proxy.heal();
    }

    void change(int times) {
        for (int i = 0; i < times; i++) {
            count.set(
                    writer.actor("counter").call("increment", Long.class, WAITS).join());
        }
    }

    /** The server's process is killed and another one takes its place, which counts from 0. */
    void anotherServer(Kill kill) throws IOException, InterruptedException {
        script.add("the server is killed at " + count);
        writer.close();
        count.set(0);
        kill.run();
        writer = newWriter();
    }

    /** Ends a process and starts another one. */
    interface Kill {
        void run() throws IOException, InterruptedException;
    }

    /** After the last fault the client comes to show what the server has; nothing that it was told before was wrong. */
    void convergeAndCheck() throws IOException, InterruptedException {
        heal();
        change(1);
        boolean equal = witness.awaitLive(count.get(), BOUND);
        if (!witness.violations().isEmpty() || !equal) {
            throw new AssertionError("seed " + seed + ": "
                    + (equal || !witness.violations().isEmpty()
                            ? ""
                            : "not equal to the server's " + count + " within " + BOUND.toSeconds() + " s; ")
                    + witness.violations() + "\nwhat was done:\n  " + String.join("\n  ", script)
                    + "\nwhat was heard last:\n  " + witness.story());
        }
    }

    void closeClients() {
        client.close();
        writer.close();
    }

    @Override
    public void close() throws IOException {
        closeClients();
        proxy.close();
    }

    private TrebuchetClient newWriter() {
        return TrebuchetClient.builder(server)
                .name(name() + "-writer")
                .backoff(FAST)
                .build();
    }
}
