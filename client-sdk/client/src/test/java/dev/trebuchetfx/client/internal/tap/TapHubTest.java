// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TapHubTest {
    private final TapHub hub = new TapHub();
    private final List<TapEvent> seen = new ArrayList<>();

    @Test
    void aTapThatKnowsOnlyEventsGetsEverythingAsEvents() {
        hub.attach(seen::add);
        Instant at = Instant.parse("2026-03-14T09:26:53.000000123Z");
        long time = at.getEpochSecond() * 1_000_000_000 + at.getNano();
        Bytes frame = Bytes.utf8("{}");
        HeartbeatEnvelope heartbeat = new HeartbeatEnvelope(Map.of());
        StreamDataEnvelope data = new StreamDataEnvelope(new UUID(1, 2), 3, Bytes.utf8("7"), at, null);
        hub.message(time, 2, true, heartbeat, frame);
        hub.message(time, 2, false, data, frame);
        hub.updateAccepted(time, 5, data, UpdateKind.REPLAY);
        assertThat(seen)
                .containsExactly(
                        new TapEvent.MessageSent(at, 2, heartbeat, frame),
                        new TapEvent.MessageReceived(at, 2, data, frame),
                        new TapEvent.UpdateAccepted(at, 5, data.streamID(), 3, UpdateKind.REPLAY, data.data()));
    }

    @Test
    void aTapThatThrowsHarmsNoOther() {
        hub.attach(event -> {
            throw new IllegalStateException("broken");
        });
        hub.attach(seen::add);
        TapEvent event = new TapEvent.ConnectionChanged(Instant.EPOCH, 0, new ConnectionState.Offline("refused"));
        hub.emit(event);
        hub.message(0, 1, true, new HeartbeatEnvelope(Map.of()), Bytes.empty());
        assertThat(seen).hasSize(2).first().isEqualTo(event);
    }

    @Test
    void isActiveAsLongAsATapIsAttached() {
        assertThat(hub.isActive()).isFalse();
        Registration one = hub.attach(seen::add);
        Registration other = hub.attach(new Tap() {
            @Override
            public void onEvent(TapEvent event) {
                seen.add(event);
            }

            @Override
            public boolean wantsRoutine() {
                return false;
            }
        });
        assertThat(hub.wantsRoutine()).isTrue();
        one.close();
        assertThat(hub.isActive()).isTrue();
        assertThat(hub.wantsRoutine()).isFalse();
        other.close();
        assertThat(hub.isActive()).isFalse();
    }
}
