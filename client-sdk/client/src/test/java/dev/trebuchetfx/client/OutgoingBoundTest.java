// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A server that does not read what the client sends. */
class OutgoingBoundTest extends ScriptedTest {
    private static final long DEFAULT = 8L << 20;

    @Test
    void aLineWithTooMuchWaitingIsDroppedWithAReason() {
        observe();
        server.acceptExtended();
        UUID id = live(3, true);
        var before = client.actor("counter").call("add", Integer.class, 1);
        server.take(InvocationEnvelope.class);
        events.clear();
        server.leaveUnread(DEFAULT);

        var after = client.actor("counter").call("add", Integer.class, 2);

        assertThat(client.connectionState())
                .isInstanceOfSatisfying(ConnectionState.Reconnecting.class, again -> assertThat(again.cause())
                        .contains("the server does not read: 8388608 bytes wait to be sent, and 8388608 may"));
        assertThat(server.untaken()).isEmpty();
        for (var call : List.of(before, after)) {
            assertThat(call).isCompletedExceptionally();
            assertThat(call.handle((result, error) -> error instanceof CompletionException e ? e.getCause() : error)
                            .join())
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(events)
                .anyMatch(event -> event instanceof StreamEvent.FreshnessChanged<Integer> changed
                        && changed.freshness() == Freshness.STALE);
        server.leaveUnread(0);
        reconnectExtended();
        assertThat(server.take(StreamResumeEnvelope.class).streamID()).isEqualTo(id);
    }

    @Test
    void lessThanThatIsSent() {
        server.acceptExtended();
        server.leaveUnread(DEFAULT - 1);

        var unused = client.actor("counter").call("add", Integer.class, 1);

        assertThat(server.untaken()).hasSize(1);
        assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);
    }

    @Test
    void boundsArePositive() {
        TrebuchetClient.Builder builder = TrebuchetClient.builder(URI.create("ws://host"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxQueuedBytes(0))
                .withMessage("maxQueuedBytes must be at least 1 but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxMessageBytes(0))
                .withMessage("maxMessageBytes must be at least 1 but was 0");
    }
}
