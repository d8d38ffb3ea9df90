// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.internal.pulse.FxPulse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A recording of the Flight Recorder shows the pulses that had work for actors. */
@ExtendWith(FxToolkitExtension.class)
class PulseFlightTest {
    @Test
    void aPulseWithWorkIsRecorded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pulses.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.trebuchetfx.Pulse").withoutThreshold();
            recording.start();
            FakeSource<List<Todo>> source = new FakeSource<>();
            ObservableActor<List<Todo>> actor = ObservableActor.of(source, FxPulse.shared());
            source.update(List.of(Todo.of(1)));
            FxToolkitExtension.awaitPulse();
            FxToolkitExtension.onFx(() -> assertThat(actor.getState()).containsExactly(Todo.of(1)));
            actor.close();
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getInt("applied")).isPositive());
    }
}
