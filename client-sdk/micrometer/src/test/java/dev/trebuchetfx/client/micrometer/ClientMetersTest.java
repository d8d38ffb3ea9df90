// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TestClients;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters count what happens in a client. */
class ClientMetersTest {
    private static final ActorId REAL = new ActorId("0B8E6388-3E5D-4B12-862A-65CB0E34F68F", "0.0.0.0", 8080);

    private final ManualTime time = new ManualTime();
    private final ScriptedServer server = new ScriptedServer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TrebuchetClient client =
            TestClients.inCallingThread(time, server).build();
    private final ClientMeters meters = new ClientMeters(client, Tags.of("client", "desk"));

    @AfterEach
    void close() {
        client.close();
    }

    private double counter(String name, String... tags) {
        return registry.get("trebuchet.client." + name)
                .tag("client", "desk")
                .tags(tags)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return registry.get("trebuchet.client." + name)
                .tag("client", "desk")
                .gauge()
                .value();
    }

    private UUID observed() {
        client.actor("counter").observe("observeState", Integer.class).listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Integer> update) {}
        });
        UUID streamID = UUID.randomUUID();
        server.send(new StreamStartEnvelope(
                streamID, server.take(InvocationEnvelope.class).callID(), REAL, "observeState", null, null));
        return streamID;
    }

    private void update(UUID streamID, long sequence) {
        server.send(new StreamDataEnvelope(streamID, sequence, Bytes.utf8("10"), time.instant(), null));
    }

    @Test
    void connectionAndFreshnessAreGauges() {
        meters.bindTo(registry);
        assertThat(gauge("connected")).isZero();
        server.acceptExtended();
        assertThat(gauge("connected")).isEqualTo(1);
        UUID streamID = observed();
        assertThat(gauge("streams")).isEqualTo(1);
        assertThat(gauge("streams.stale")).isEqualTo(1);
        update(streamID, 1);
        assertThat(gauge("streams.stale")).isZero();

        server.lose("the cable");

        assertThat(gauge("connected")).isZero();
        assertThat(gauge("streams.stale")).isEqualTo(1);
        assertThat(counter("connection", "state", "reconnecting")).isEqualTo(1);
    }

    @Test
    void updatesAndMessagesAreCounted() {
        meters.bindTo(registry);
        server.acceptExtended();
        UUID streamID = observed();
        update(streamID, 1);
        update(streamID, 2);
        update(streamID, 2);

        assertThat(counter("updates", "kind", "live")).isEqualTo(2);
        assertThat(counter("updates.duplicate")).isEqualTo(1);
        assertThat(counter("messages", "direction", "received")).isEqualTo(4);
        assertThat(counter("messages", "direction", "sent")).isEqualTo(1);
        assertThat(counter("bytes", "direction", "received")).isGreaterThan(400);
    }

    @Test
    void callsAreTimedByOutcome() {
        meters.bindTo(registry);
        server.acceptExtended();
        var call = client.actor("counter").call("increment", Integer.class);
        UUID callID = server.take(InvocationEnvelope.class).callID();
        time.advance(Duration.ofMillis(250));
        server.send(new ResponseEnvelope(callID, Bytes.utf8("1"), null));
        assertThat(call).isCompletedWithValue(1);
        var refused = client.actor("counter").call("refuse", Integer.class);
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), null, "no"));
        assertThat(refused).isCompletedExceptionally();

        assertThat(registry.get("trebuchet.client.calls")
                        .tag("outcome", "success")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(250);
        assertThat(registry.get("trebuchet.client.calls")
                        .tag("outcome", "failure")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void nothingIsCountedAfterClose() {
        meters.bindTo(registry);
        meters.close();
        server.acceptExtended();

        assertThat(gauge("connected")).isZero();
        assertThat(counter("messages", "direction", "sent")).isZero();
    }
}
