// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server on a heap of 128 MiB whose clients want it to keep much more. */
@Timeout(240)
class SmallHeapTest {
    private ServingProcess server;

    @BeforeEach
    void start() throws IOException {
        server = ServingProcess.start(Ports.free());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** With room for a machine that has other work to do. */
    private void servesANewClientSoon(String actor, String method) {
        long begin = System.nanoTime();
        try (RawClient fresh = RawClient.ext(server.uri())) {
            assertThat(fresh.call(actor, method).errorMessage()).isNull();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    /** Sends calls without waiting for each, a hundred at a time. */
    private static void call(RawClient client, int times, String method, String... arguments) {
        for (int i = 1; i <= times; i++) {
            client.send(RawClient.invocation("todos", method, null, null, arguments));
            if (i % 100 == 0 || i == times) {
                for (int answers = i % 100 == 0 ? 100 : times % 100; answers > 0; ) {
                    if (client.next() instanceof ResponseEnvelope response) {
                        assertThat(response.errorMessage()).isNull();
                        answers--;
                    }
                }
            }
        }
    }

    @Test
    void filtersWithCopiesOfALargeState() {
        try (RawClient editor = RawClient.ext(server.uri());
                RawClient greedy = RawClient.ext(server.uri())) {
            call(editor, 2_000, "addTodo", "\"" + "x".repeat(500) + "\"");
            int streams = 150;
            for (int i = 0; i < streams; i++) {
                greedy.send(RawClient.invocation(
                        "todos",
                        "observeState",
                        StreamFilter.predefined("fields", Map.of("paths", "/todos,/f" + i)),
                        new InvocationEnvelope.Ext(1, List.of(), null)));
            }
            int kept = 0;
            int refused = 0;
            while (kept + refused < streams) {
                Envelope came = greedy.next();
                if (came instanceof StreamDataEnvelope) {
                    kept++;
                } else if (came instanceof StreamErrorEnvelope error) {
                    assertThat(error.errorMessage()).contains("the server keeps at most");
                    refused++;
                }
            }
            assertThat(kept).isBetween(10, 40);
            call(editor, 20, "clearCompleted");
            servesANewClientSoon("counter", "increment");
        }
        servesANewClientSoon("counter", "increment");
    }

    @Test
    void tenThousandStreamsOfOnePrincipal() {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int c = 0; c < 10; c++) {
                RawClient client = RawClient.ext(server.uri());
                clients.add(client);
                for (int i = 0; i < 1_000; i++) {
                    client.send(RawClient.invocation("counter", "observeState", null, null));
                }
                for (int updates = 0; updates < 1_000; ) {
                    if (client.next() instanceof StreamDataEnvelope) {
                        updates++;
                    }
                }
            }
            clients.getFirst().observe("counter", "observeState");
            assertThat(clients.getFirst().next(StreamErrorEnvelope.class).errorMessage())
                    .contains("which is the limit");
            servesANewClientSoon("todos", "pendingCount");
            for (int i = 0; i < 20; i++) {
                servesANewClientSoon("counter", "increment");
            }
            clients.forEach(RawClient::cut);
            servesANewClientSoon("counter", "increment");
        } finally {
            clients.forEach(RawClient::close);
        }
    }
}
