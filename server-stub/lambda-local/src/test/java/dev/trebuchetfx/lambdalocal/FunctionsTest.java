// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK and the functions, with everything of AWS between them emulated. */
@Timeout(180)
class FunctionsTest {
    /** The functions know a call that is sent again by its id. */
    private static final CallOptions SENT_AGAIN =
            CallOptions.WHEN_CONNECTED.toBuilder().idempotent(true).build();

    private static LambdaLocal emulator;

    @BeforeAll
    static void start() throws Exception {
        emulator = Emulated.start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** Keeps what a subscriber hears. */
    private static final class Heard implements StreamListener<Object> {
        final List<StreamEvent<Object>> events = new CopyOnWriteArrayList<>();

        @Override
        public void onUpdate(StreamEvent.Update<Object> update) {}

        @Override
        public void onEvent(StreamEvent<Object> event) {
            events.add(event);
        }

        List<String> states() {
            return events.stream()
                    .filter(StreamEvent.Update.class::isInstance)
                    .map(event -> String.valueOf(((StreamEvent.Update<Object>) event).value()))
                    .toList();
        }

        List<ResumeReport> resumes() {
            return events.stream()
                    .filter(StreamEvent.Resumed.class::isInstance)
                    .map(event -> ((StreamEvent.Resumed<Object>) event).report())
                    .toList();
        }
    }

    @Test
    void observesChangesAndResumesWithAReplay() throws Exception {
        StreamOptions every = StreamOptions.builder().everyUpdate(1_000).build();
        try (TrebuchetClient observer = TrebuchetClient.connect(emulator.uri().toString());
                TrebuchetClient writer = TrebuchetClient.connect(emulator.uri().toString())) {
            Heard counter = new Heard();
            observer.actor("counter")
                    .observe("observeState", Object.class, every)
                    .listen(counter);
            await().atMost(Duration.ofSeconds(60)).until(() -> counter.states().equals(List.of("{count=0}")));
            increment(writer);
            await().atMost(Duration.ofSeconds(20)).until(() -> counter.states().contains("{count=1}"));

            emulator.gateway().cut();
            increment(writer);
            increment(writer);
            await().atMost(Duration.ofSeconds(30)).until(() -> counter.states().contains("{count=3}"));
            assertThat(counter.states()).containsExactly("{count=0}", "{count=1}", "{count=2}", "{count=3}");
            assertThat(counter.resumes()).isNotEmpty().allMatch(report -> report.outcome() != ResumeOutcome.RESTARTED);
        }
    }

    private static void increment(TrebuchetClient client) throws Exception {
        client.actor("counter").call("increment", Object.class, SENT_AGAIN).get(60, TimeUnit.SECONDS);
    }
}
