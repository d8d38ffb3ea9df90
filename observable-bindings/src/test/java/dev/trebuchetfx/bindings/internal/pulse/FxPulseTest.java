// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.FxToolkitExtension;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FxToolkitExtension.class)
class FxPulseTest {
    private final FxPulse pulse = FxPulse.shared();

    @Test
    void tasksRunOnTheFxThreadWithoutAnyWindow() {
        List<Boolean> onFx = new CopyOnWriteArrayList<>();
        pulse.schedule(() -> onFx.add(Platform.isFxApplicationThread()));
        await().untilAsserted(() -> assertThat(onFx).containsExactly(true));
    }

    @Test
    void noTaskIsLostHoweverTheyComeAndThePulsesRest() {
        AtomicInteger ran = new AtomicInteger();
        for (int burst = 0; burst < 20; burst++) {
            IntStream.range(0, 500).parallel().forEach(i -> pulse.schedule(ran::incrementAndGet));
            // Lets the timer stop now and then, so that starting again is tried too.
            if (burst % 4 == 0) {
                FxToolkitExtension.awaitPulse();
            }
        }
        await().untilAtomic(ran, org.hamcrest.Matchers.is(10_000));
    }

    @Test
    void aTaskThatComesWithinARunWaitsForTheNextPulse() {
        AtomicLong pulses = new AtomicLong();
        AnimationTimer counter = Objects.requireNonNull(FxToolkitExtension.callOnFx(() -> {
            AnimationTimer timer = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    pulses.set(now);
                }
            };
            timer.start();
            return timer;
        }));
        FxToolkitExtension.awaitPulse();
        List<Long> at = new CopyOnWriteArrayList<>();
        pulse.schedule(new Runnable() {
            @Override
            public void run() {
                at.add(pulses.get());
                if (at.size() < 10) {
                    pulse.schedule(this);
                }
            }
        });
        await().until(() -> at.size() == 10);
        counter.stop();
        assertThat(at).doesNotHaveDuplicates();
    }
}
