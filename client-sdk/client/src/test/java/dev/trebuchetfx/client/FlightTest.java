// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of the Flight Recorder shows what a client went through. */
class FlightTest extends ScriptedTest {
    @Test
    void aRecordingShowsTheConnectionTheResumeAndTheReplay(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("client.jfr");
        try (Recording recording = new Recording()) {
            for (String name : List.of("Connection", "Resume", "Replay", "Gap", "Decode")) {
                recording.enable("dev.trebuchetfx." + name).withoutThreshold();
            }
            recording.start();
            server.acceptExtended();
            observe();
            UUID streamID = live(2, true);
            server.lose("the cable");
            reconnectExtended();
            server.send(replayed(server.take(StreamResumeEnvelope.class), 4));
            server.send(data(streamID, 3));
            server.send(data(streamID, 4));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertThat(named(events, "Connection"))
                .extracting(event -> event.getString("state"))
                .contains("connected", "reconnecting");
        assertThat(named(events, "Connection"))
                .extracting(event -> event.getString("cause"))
                .contains("the cable");
        assertThat(named(events, "Resume")).singleElement().satisfies(event -> {
            assertThat(event.getString("outcome")).isEqualTo("replayed");
            assertThat(event.getString("lastSequence")).isEqualTo("2");
        });
        assertThat(named(events, "Replay")).singleElement().satisfies(event -> assertThat(event.getLong("updates"))
                .isEqualTo(2));
        assertThat(named(events, "Decode"))
                .extracting(event -> event.getString("type"))
                .containsOnly(Integer.class.getName());
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.trebuchetfx." + name))
                .toList();
    }
}
