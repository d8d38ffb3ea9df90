// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubFaults;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TrebuchetTest(virtualTime = true)
class CounterTest {
    public static final class Counter {
        private final StreamedState<Integer> count = new StreamedState<>(0);

        public StreamedState<Integer> observeCount() {
            return count;
        }

        public int increment() {
            count.set(count.get() + 1);
            return count.get();
        }
    }

    @BeforeEach
    void exposeTheCounter(StubServer server) {
        server.expose("counter", new Counter());
    }

    @Test
    void whatWasMissedIsReplayed(TrebuchetClient client, Clients clients, StubFaults faults, ManualTime time) {
        List<Integer> shown = new ArrayList<>();
        client.actor("counter")
                .observe(
                        "observeCount",
                        Integer.class,
                        StreamOptions.builder().everyUpdate(100).build())
                .listen(StreamListener.ofUpdates(update -> shown.add(update.value())));

        faults.cut(Duration.ofSeconds(5));
        var other = clients.connect().actor("counter");
        other.call("increment", Integer.class).join();
        other.call("increment", Integer.class).join();
        assertEquals(List.of(0), shown);

        time.advance(Duration.ofSeconds(30));
        assertEquals(List.of(0, 1, 2), shown);
    }
}
