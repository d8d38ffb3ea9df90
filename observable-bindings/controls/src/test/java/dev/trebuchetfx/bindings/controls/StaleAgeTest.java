// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import static dev.trebuchetfx.bindings.testing.FxTesting.awaitPulse;
import static dev.trebuchetfx.bindings.testing.FxTesting.call;
import static dev.trebuchetfx.bindings.testing.FxTesting.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.testing.FakeStream;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.event.Freshness;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The age of what a veil is over, by a clock and a timer that the test moves. */
@HeadlessFx
@Timeout(120)
class StaleAgeTest {
    private final Locale before = Locale.getDefault();
    private final FakeStream<Words> stream = FakeStream.create();
    private final HandTimer timer = new HandTimer();
    // On the FX thread, as the veil.
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    /** Waits until a test lets it fire. */
    private static final class HandTimer implements AgeTimer {
        private @Nullable Runnable waiting;
        private java.time.Duration delay = java.time.Duration.ZERO;

        @Override
        public Runnable after(java.time.Duration time, Runnable task) {
            assertThat(waiting).as("one timer at a time").isNull();
            delay = time;
            waiting = task;
            return () -> waiting = null;
        }

        void fire() {
            Runnable due = waiting;
            waiting = null;
            if (due != null) {
                due.run();
            }
        }
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private StaleVeil veil() {
        StaleVeil made = new StaleVeil(timer);
        made.setContent(new Label("milk"));
        made.setDelay(Duration.ZERO);
        made.clockProperty().set(() -> now);
        return made;
    }

    private StaleVeil following() {
        return call(() -> {
            StaleVeil made = veil();
            made.setActor(stream.actor());
            stream.update(new Words(List.of("milk")));
            return made;
        });
    }

    private static String text(StaleVeil veil) {
        return call(() -> veil.getTop() instanceof Label line ? line.getText() : "no veil");
    }

    private static String accessible(StaleVeil veil) {
        return call(() -> veil.getTop() instanceof Label line ? line.getAccessibleText() : "no veil");
    }

    private boolean isTicking() {
        return call(() -> timer.waiting != null);
    }

    private void pass(String time) {
        run(() -> {
            now = now.plus(java.time.Duration.parse(time));
            timer.fire();
        });
    }

    @Test
    void goesOnEachSecondBelowAMinuteAndEachMinuteFromThenOn() {
        StaleVeil veil = following();
        Themed.LIGHT.show(veil, 400, 200);
        run(() -> stream.cut("cut"));
        assertThat(text(veil)).isEqualTo("Last known state, as of a moment ago. There is no connection.");
        assertThat(timer.delay).hasToString("PT1S");
        pass("PT1.2S");
        assertThat(text(veil)).isEqualTo("Last known state, as of 1 s ago. There is no connection.");
        assertThat(timer.delay).as("to the next whole second").hasToString("PT0.8S");
        pass("PT57.8S");
        assertThat(text(veil)).isEqualTo("Last known state, as of 59 s ago. There is no connection.");
        pass("PT1S");
        assertThat(text(veil)).isEqualTo("Last known state, as of 1 min ago. There is no connection.");
        assertThat(timer.delay).hasToString("PT1M");
        pass("PT1M30S");
        assertThat(text(veil)).isEqualTo("Last known state, as of 2 min ago. There is no connection.");
        assertThat(timer.delay).as("to the next whole minute").hasToString("PT30S");
        pass("PT57M30S");
        assertThat(text(veil)).startsWith("Last known state, as of 1 h ago.");
        assertThat(timer.delay).as("a machine may have slept").hasToString("PT1M");
        pass("PT23H");
        assertThat(text(veil)).startsWith("Last known state, as of 1 day ago.");
        pass("PT24H");
        assertThat(text(veil)).startsWith("Last known state, as of 2 days ago.");
    }

    @Test
    void theAccessibleTextHasTheTimeOfDayAndDoesNotGoOn() {
        Locale.setDefault(Locale.GERMANY);
        StaleVeil veil = following();
        Themed.LIGHT.show(veil, 400, 200);
        run(() -> stream.cut("cut"));
        String first = accessible(veil);
        assertThat(first).matches("Letzter bekannter Stand von \\d\\d:\\d\\d:00\\. Es gibt keine Verbindung\\.");
        assertThat(text(veil)).isEqualTo("Letzter bekannter Stand, gerade eben. Es gibt keine Verbindung.");
        pass("PT42S");
        assertThat(text(veil)).isEqualTo("Letzter bekannter Stand, vor 42 s. Es gibt keine Verbindung.");
        assertThat(accessible(veil)).isEqualTo(first);
        assertThat(call(() -> ((Label) veil.getTop()).getTooltip().getText())).isEqualTo(first);
        pass("PT72H");
        assertThat(text(veil)).startsWith("Letzter bekannter Stand, vor 3 Tagen.");
        assertThat(accessible(veil)).contains(".01.2026");
    }

    @Test
    void isThatOfTheKnowledgeAndNotOfTheLastChange() {
        StaleVeil veil = following();
        Themed.LIGHT.show(veil, 400, 200);
        run(() -> now = now.plus(java.time.Duration.ofHours(3)));
        run(() -> stream.cut("cut"));
        assertThat(text(veil)).startsWith("Last known state, as of a moment ago.");
        pass("PT10S");
        run(() -> stream.freshness(Freshness.CATCHING_UP, "the line is up"));
        assertThat(text(veil)).startsWith("Last known state, as of 10 s ago.");
        // What was missed comes, and with it the server's times: 12:00 is 3 h ago.
        run(() -> {
            now = Instant.parse("2026-01-01T00:05:00Z");
            stream.replay(2);
            stream.replayed(new Words(List.of("milk", "tea")));
        });
        assertThat(text(veil)).startsWith("Last known state, as of 4 min ago.");

        run(() -> stream.freshness(Freshness.LIVE, "caught up"));
        assertThat(text(veil)).isEqualTo("no veil");
        run(() -> stream.cut("again"));
        assertThat(text(veil)).startsWith("Last known state, as of a moment ago.");
    }

    @Test
    void ofAStateThatWasNeverLiveHereIsByTheServersTime() {
        run(() -> {
            stream.update(new Words(List.of("milk")));
            stream.cut("cut");
            now = Instant.parse("2026-01-01T00:20:00Z");
        });
        StaleVeil veil = call(() -> {
            StaleVeil made = veil();
            made.setActor(stream.actor());
            return made;
        });
        assertThat(text(veil)).startsWith("Last known state, as of 20 min ago.");

        // Another actor that was live: what the veil knew of it is not known of this one.
        FakeStream<Words> other = FakeStream.create();
        run(() -> {
            veil.setActor(other.actor());
            other.update(new Words(List.of("tea")));
            veil.setActor(stream.actor());
        });
        assertThat(text(veil)).startsWith("Last known state, as of 20 min ago.");
        run(() -> {
            now = Instant.parse("2025-12-31T23:50:00Z");
            veil.clockProperty().set(() -> now);
        });
        assertThat(text(veil)).as("a server whose clock is ahead").startsWith("Last known state, as of a moment ago.");
    }

    @Test
    void noTimerRunsWhereNobodyLooks() {
        StaleVeil veil = following();
        run(() -> stream.cut("cut"));
        assertThat(isTicking()).as("in no window").isFalse();
        VBox box = call(() -> new VBox(veil));
        Stage stage = Themed.LIGHT.show(box, 400, 200);
        assertThat(isTicking()).isTrue();

        run(() -> box.getChildren().clear());
        assertThat(isTicking()).as("out of the window").isFalse();
        run(() -> now = now.plusSeconds(20));
        run(() -> box.getChildren().add(veil));
        assertThat(text(veil)).startsWith("Last known state, as of 20 s ago.");
        assertThat(isTicking()).isTrue();

        run(() -> stage.setIconified(true));
        assertThat(isTicking()).as("the window is iconified").isFalse();
        run(() -> stage.setIconified(false));
        assertThat(isTicking()).isTrue();
        run(stage::hide);
        assertThat(isTicking()).as("the window is closed").isFalse();
        run(stage::show);
        assertThat(isTicking()).isTrue();

        run(() -> stream.freshness(Freshness.LIVE, "back"));
        assertThat(isTicking()).as("nothing is stale").isFalse();
        run(stream::end);
        assertThat(text(veil)).isEqualTo("The server has ended the stream. This is its last state.");
        assertThat(isTicking()).as("no age is told").isFalse();
    }

    @Test
    void whereNothingHasComeNoAgeIsTold() {
        StaleVeil veil = call(() -> {
            StaleVeil made = veil();
            made.setActor(stream.actor());
            return made;
        });
        Themed.LIGHT.show(veil, 400, 200);
        assertThat(text(veil)).isEqualTo("Nothing has come yet. What is missing is on its way.");
        assertThat(isTicking()).isFalse();
    }

    @Test
    void theToolkitsTimerRunsOnItsThreadOnceAndNotAfterItWasEnded() {
        List<Boolean> threads = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        run(() -> {
            AgeTimer.TOOLKIT
                    .after(java.time.Duration.ofMillis(1), ended::incrementAndGet)
                    .run();
            AgeTimer.TOOLKIT.after(
                    java.time.Duration.ofMillis(20), () -> threads.add(Platform.isFxApplicationThread()));
        });
        await().until(() -> call(() -> List.copyOf(threads)).equals(List.of(true)));
        assertThat(ended).hasValue(0);
    }

    @Test
    void aVeilThatTickedIsCollectedOnceItIsOutOfTheWindow() {
        Stage stage = Themed.LIGHT.show(call(VBox::new), 300, 200);
        WeakReference<StaleVeil> dropped = call(() -> {
            StaleVeil made = new StaleVeil();
            made.setDelay(Duration.ZERO);
            made.setContent(new Label("milk"));
            stage.getScene().setRoot(new VBox(made));
            made.setActor(stream.actor());
            stream.update(new Words(List.of("milk")));
            stream.cut("cut");
            return new WeakReference<>(made);
        });
        assertThat(call(() -> {
                    StaleVeil made = dropped.get();
                    return made != null && made.isVeiled();
                }))
                .isTrue();
        run(() -> stage.getScene().setRoot(new VBox()));
        await().untilAsserted(() -> {
            awaitPulse();
            System.gc();
            run(() -> stream.connection(stream.actor().getConnectionState()));
            assertThat(dropped.get()).isNull();
        });
    }
}
