// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.controls.StaleVeil;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.demo.model.FakeTodoService;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.TodoFilter;
import dev.trebuchetfx.demo.model.TodoItem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws the window in its states for people to look at; fails where a state does not come about. */
class PicturesTest {
    private static FakeTodoService sample() {
        return FakeTodoService.with(
                "Buy milk",
                "Call the dentist about Thursday",
                "x Water the plants",
                "Write the talk about live state: what a window may show while the line is cut, how it says so, and why the"
                        + " list must not jump under the hand that is using it",
                "x Send the invoice",
                "Book train tickets to Hamburg",
                "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurfsvorlagenmappenbeschriftung");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drawsTheWindow(boolean isDark) {
        String theme = isDark ? "-dark" : "-light";
        try (var window = TodoWindowFixture.open(sample())) {
            window.fx(() -> window.dark.set(isDark));
            window.picture("01-list" + theme);

            window.robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
            window.robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
            window.picture("02-selected" + theme);
            window.robot.press(KeyCode.F2).release(KeyCode.F2);
            window.picture("03-editing" + theme);
            window.robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);

            window.fx(() -> window.service.cut(window.now.plus(Duration.ofSeconds(4))));
            window.robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
            StaleVeil veil = window.robot.lookup("#tabs .stale-veil").queryAs(StaleVeil.class);
            await().atMost(Duration.ofSeconds(10)).until(veil::isVeiled);
            window.fx(() -> window.service.wait(2));
            window.now = window.now.plusSeconds(150);
            awaitText(veil, "2 min ago");
            window.picture("04-stale" + theme);
            window.fx(() -> window.service.connectionState().set(new ConnectionState.Offline("refused: 401")));
            window.picture("05-offline" + theme);
            window.fx(() -> {
                window.service.wait(0);
                window.service.heal();
                window.service.freshness().set(Freshness.CATCHING_UP);
            });
            window.picture("06-catching-up" + theme);
            window.fx(() -> window.service.freshness().set(Freshness.LIVE));
            window.robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
            window.picture("07-deleted" + theme);
            window.robot.press(KeyCode.F1).release(KeyCode.F1);
            window.picture("08-keys" + theme);
            window.robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
            window.fx(() -> window.model.filterProperty().set(TodoFilter.DONE));
            window.picture("09-done" + theme);
        }
        try (var window = TodoWindowFixture.open(FakeTodoService.with())) {
            window.fx(() -> window.dark.set(isDark));
            window.picture("10-empty" + theme);
            window.fx(() -> {
                window.service.loaded().set(false);
                window.service.connectionState().set(new ConnectionState.Connecting(FakeTodoService.ENDPOINT));
            });
            window.picture("11-loading" + theme);
            window.fx(() -> window.service.cut(window.now.plusSeconds(9)));
            window.picture("12-unreachable" + theme);
        }
        try (var window = TodoWindowFixture.open(
                FakeTodoService.with(IntStream.rangeClosed(1, 1000)
                        .mapToObj(i -> (i % 3 == 0 ? "x " : "") + "Todo number " + i)
                        .toArray(String[]::new)),
                TodoPane.MINIMUM_WIDTH,
                600)) {
            window.fx(() -> window.dark.set(isDark));
            window.fx(() -> window.list().scrollTo(500));
            window.picture("13-thousand-narrow" + theme);
        }
        try (var window = TodoWindowFixture.open(
                FakeTodoService.with(
                        "Before",
                        "Ask the landlord about the heating, the window in the kitchen, the lamp on the stairs, "
                                .repeat(4),
                        "x Two lines: ask the landlord about the heating, the window in the kitchen and the lamp on the stairs",
                        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurfsvorlagenmappenbeschriftung",
                        "After"),
                TodoPane.MINIMUM_WIDTH,
                600)) {
            window.fx(() -> window.dark.set(isDark));
            window.picture("14-long-titles" + theme);
        }
        FakeTodoService another = sample();
        another.list = new ListName("Everything that has to be done before we move to Hamburg");
        try (var window = TodoWindowFixture.open(another, 600, 900)) {
            window.fx(() -> window.dark.set(isDark));
            window.picture("15-another-list" + theme);
            window.robot.press(KeyCode.CONTROL, KeyCode.O).release(KeyCode.CONTROL, KeyCode.O);
            window.settle();
            assertThat(window.node("#list-name").isFocused()).isTrue();
            window.robot.write("a/b", 0);
            window.picture("16-open-list" + theme);
            window.robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
            window.settle();
            window.picture("17-open-list-problem" + theme);
        }
        FakeTodoService missing = FakeTodoService.with();
        missing.list = new ListName("Shopping");
        missing.loaded().set(false);
        missing.freshness().set(Freshness.FAILED);
        try (var window = TodoWindowFixture.open(missing, 900, 600)) {
            window.fx(() -> window.dark.set(isDark));
            window.picture("18-no-such-list" + theme);
            window.robot.press(KeyCode.CONTROL, KeyCode.O).release(KeyCode.CONTROL, KeyCode.O);
            window.picture("19-open-list-wide" + theme);
        }
    }

    private static void awaitText(StaleVeil veil, String part) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ((Label) veil.getTop()).getText().contains(part));
    }

    private static FakeTodoService dated() {
        return sample().due("2026-03-02", "2026-03-12", "2026-03-11", "2026-03-13", null, "2026-03-27", "2027-05-01");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drawsDueDates(boolean isDark) {
        String theme = isDark ? "-dark" : "-light";
        Locale before = Locale.getDefault();
        for (Locale locale : List.of(Locale.US, Locale.GERMANY)) {
            Locale.setDefault(locale);
            String suffix = "-" + locale.getLanguage() + theme;
            try (var window = TodoWindowFixture.open(dated(), 900, 600)) {
                window.fx(() -> window.dark.set(isDark));
                window.picture("21-due" + suffix);
                window.robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
                window.robot.press(KeyCode.F4).release(KeyCode.F4);
                window.settle();
                window.picture("22-due-selected" + suffix);
                window.pictureOf("#due", "23-due-calendar" + suffix);
                window.robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
                window.fx(() -> window.list().getSelectionModel().select(4));
                window.picture("24-due-unset" + suffix);
            }
            try (var window = TodoWindowFixture.open(dated(), TodoPane.MINIMUM_WIDTH, 600)) {
                window.fx(() -> window.dark.set(isDark));
                window.picture("25-due-narrow" + suffix);
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drawsTheWindowInGerman(boolean isDark) {
        String theme = isDark ? "-dark" : "-light";
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try (var window = TodoWindowFixture.open(sample(), 900, 600)) {
            window.fx(() -> window.dark.set(isDark));
            window.picture("30-german" + theme);
            window.fx(() -> window.service.cut(window.now.plusSeconds(4)));
            StaleVeil veil = window.robot.lookup("#tabs .stale-veil").queryAs(StaleVeil.class);
            await().atMost(Duration.ofSeconds(10)).until(veil::isVeiled);
            window.now = window.now.plusSeconds(42);
            awaitText(veil, "vor 42 s");
            window.fx(() -> window.service.wait(2));
            window.robot.clickOn("#pending");
            window.settle();
            assertThat(window.robot.lookup(".queue-title").queryAs(Label.class).getText())
                    .isEqualTo("2 Änderungen, 2 noch nicht gesendet");
            window.robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
            window.picture("31-german-stale" + theme);
            window.robot.press(KeyCode.F1).release(KeyCode.F1);
            window.picture("32-german-keys" + theme);
        } finally {
            Locale.setDefault(before);
        }
        Locale.setDefault(Locale.GERMANY);
        try (var window = TodoWindowFixture.open(sample(), TodoPane.MINIMUM_WIDTH, 600)) {
            window.fx(() -> window.dark.set(isDark));
            TodoItem first = window.service.todos().getFirst();
            window.fx(() -> window.model.edit().begin(first));
            window.fx(() -> window.service
                    .rename(first.id(), "Hafermilch und zwei Brote vom Markt mitbringen")
                    .join());
            window.fx(() -> window.service.wait(12));
            window.picture("33-german-narrow-conflict" + theme);
        } finally {
            Locale.setDefault(before);
        }
    }
}
