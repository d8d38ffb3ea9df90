// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerDark;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.view.palette.KeyMap;
import dev.trebuchetfx.inspector.view.palette.KeyMap.Where;
import dev.trebuchetfx.inspector.view.palette.KeyStroke;
import dev.trebuchetfx.inspector.view.palette.PaletteCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys that are at work, the sheet that lists them, and the list of commands are of one mind. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit calls what makes the window.
class KeyMapTest {
    /** They open a dialog of the operating system. */
    private static final Set<String> DIALOGS = Set.of("Ctrl+S", "Ctrl+O", "Ctrl+Shift+G", "Ctrl+Shift+T");
    /** What every control does in JavaFX. */
    private static final Set<String> COMMON = Set.of("TAB", "Ctrl+PAGE_UP", "Ctrl+PAGE_DOWN");

    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private InspectorSession inspector;

    @BeforeAll
    static void startFx() {
        FxTesting.start();
    }

    @BeforeEach
    void show() {
        inspector = FxTesting.call(() -> {
            InspectorSession made = InspectorSession.attachTo(hub, story, null, Runnable::run);
            Stories.everything(story);
            story.after(1_000);
            made.stage().getScene().setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
            made.show();
            made.model().refresh();
            made.stage().getScene().getRoot().applyCss();
            made.stage().getScene().getRoot().layout();
            return made;
        });
    }

    @AfterEach
    void hide() {
        hidePopups();
        FxTesting.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        inspector.close();
    }

    private void hidePopups() {
        FxTesting.run(() -> List.copyOf(Window.getWindows()).stream()
                .filter(window -> window != inspector.stage())
                .forEach(Window::hide));
    }

    private Node target(Where where) {
        return FxTesting.call(() -> {
            switch (where) {
                case GRAPH -> inspector.board().tabProperty().set(BoardModel.Tab.GRAPH);
                case TIMELINE -> inspector.board().tabProperty().set(BoardModel.Tab.TIMELINE);
                case MESSAGES, LANE, OVERVIEW -> {}
            }
            Node found = Objects.requireNonNull(inspector.stage().getScene().lookup("#" + where.id()), where.id());
            inspector.stage().show();
            found.requestFocus();
            return found;
        });
    }

    /** Whether it does something there. */
    private boolean works(KeyStroke stroke, Where where) {
        Node target = target(where);
        AtomicBoolean reached = new AtomicBoolean();
        FxTesting.run(() -> {
            EventHandler<KeyEvent> after = event -> reached.set(true);
            target.getScene().addEventHandler(KeyEvent.ANY, after);
            stroke.fireAt(target);
            target.getScene().removeEventHandler(KeyEvent.ANY, after);
        });
        hidePopups();
        return !reached.get();
    }

    @Test
    void everyKeyOfTheSheetIsAtWork() {
        List<String> without = new ArrayList<>();
        for (KeyMap.Action action : KeyMap.actions()) {
            if (!DIALOGS.contains(action.stroke().words()) && !works(action.stroke(), action.where())) {
                without.add(action.name() + " " + action.stroke().words());
            }
        }
        assertThat(without).isEmpty();
    }

    /** As the sheet names them, further keys of a line included. */
    private static Set<String> listed(Where where) {
        Set<String> keys = new HashSet<>(COMMON);
        for (KeyMap.Section section : KeyMap.SECTIONS) {
            for (KeyMap.Line line : section.lines()) {
                for (KeyMap.Action action : line.actions()) {
                    if (action.where() == Where.MESSAGES || action.where() == where) {
                        keys.add(named(action.stroke()));
                        keys.add(action.stroke().code() == KeyCode.PLUS ? "EQUALS" : "");
                    }
                }
                boolean here = line.actions().stream().anyMatch(action -> action.where() == where);
                for (String other : here ? line.others().split("[ ,]+", -1) : new String[0]) {
                    keys.add(other.toUpperCase(Locale.ROOT)
                            .replace("↑", "UP")
                            .replace("↓", "DOWN")
                            .replace("PGUP", "PAGE_UP")
                            .replace("PGDN", "PAGE_DOWN"));
                }
            }
        }
        return keys;
    }

    private static String named(KeyStroke stroke) {
        return (stroke.control() ? "Ctrl+" : "")
                + (stroke.shift() ? "Shift+" : "")
                + (stroke.alt() ? "Alt+" : "")
                + stroke.code().name();
    }

    private static List<KeyStroke> all() {
        List<KeyStroke> strokes = new ArrayList<>();
        for (KeyCode code : KeyCode.values()) {
            boolean common = code.isLetterKey()
                    || code.isArrowKey()
                    || (code.isDigitKey() && !code.isKeypadKey())
                    || (code.isFunctionKey() && code.compareTo(KeyCode.F12) <= 0)
                    || List.of(
                                    KeyCode.SPACE,
                                    KeyCode.ENTER,
                                    KeyCode.COMMA,
                                    KeyCode.PERIOD,
                                    KeyCode.MINUS,
                                    KeyCode.PLUS,
                                    KeyCode.EQUALS,
                                    KeyCode.HOME,
                                    KeyCode.END,
                                    KeyCode.PAGE_UP,
                                    KeyCode.PAGE_DOWN)
                            .contains(code);
            if (common && !code.isKeypadKey()) {
                for (String held : List.of("", "Ctrl+", "Ctrl+Shift+", "Alt+")) {
                    strokes.add(KeyStroke.of(held + code.getName(), code));
                }
            }
        }
        return strokes;
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void noKeyIsAtWorkThatTheSheetDoesNotList(Where where) {
        Set<String> listed = listed(where);
        List<String> secret = new ArrayList<>();
        for (KeyStroke stroke : all()) {
            if (!listed.contains(named(stroke)) && works(stroke, where)) {
                secret.add(named(stroke));
            }
        }
        assertThat(secret).isEmpty();
    }

    private static Window window(String id) {
        await().until(() -> FxTesting.call(() -> Window.getWindows().stream()
                .anyMatch(window -> window.getScene().getRoot().lookup(id) != null)));
        return FxTesting.call(() -> Window.getWindows().stream()
                .filter(window -> window.getScene().getRoot().lookup(id) != null)
                .findFirst()
                .orElseThrow());
    }

    private static void labels(Node node, List<String> found) {
        if (node instanceof Label label) {
            found.add(label.getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> labels(child, found));
        }
    }

    @Test
    void theSheetAndTheListOfCommandsShowTheSame() {
        List<String> names = KeyMap.actions().stream().map(KeyMap.Action::name).toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(60);
        FxTesting.run(
                () -> KeyStroke.typed("?").fireAt(inspector.stage().getScene().lookup("#messages")));
        Window sheet = window("#keys");
        List<String> shown = FxTesting.call(() -> {
            List<String> texts = new ArrayList<>();
            labels(sheet.getScene().getRoot().lookup("#keys"), texts);
            return texts;
        });
        await().until(() -> FxTesting.call(() ->
                sheet.getScene().getRoot().lookup("#keys").getLayoutBounds().getHeight() > 200));
        FxTesting.run(() -> {
            sheet.getScene().getRoot().setOpacity(1);
            FxTesting.snapshot(sheet.getScene().getRoot(), Path.of("target", "pictures", "keys-dark.png"));
        });
        for (KeyMap.Section section : KeyMap.SECTIONS) {
            for (KeyMap.Line line : section.lines()) {
                assertThat(shown).contains(line.keys(), line.words());
            }
        }
        hidePopups();
        FxTesting.run(() -> KeyStroke.of("Ctrl+K", KeyCode.K)
                .fireAt(inspector.stage().getScene().lookup("#messages")));
        Window palette = window("#palette");
        List<PaletteCommand> commands = FxTesting.call(() -> {
            ListView<?> list = (ListView<?>) palette.getScene().lookup("#palette-list");
            palette.getScene().getRoot().applyCss();
            palette.getScene().getRoot().layout();
            FxTesting.snapshot(palette.getScene(), Path.of("target", "pictures", "palette-dark.png"));
            return list.getItems().stream().map(PaletteCommand.class::cast).toList();
        });
        for (KeyMap.Action action : KeyMap.actions()) {
            assertThat(commands)
                    .anyMatch(command -> command.name().equals(action.name())
                            && command.key().equals(action.stroke().words()));
        }
        assertThat(commands)
                .extracting(PaletteCommand::name)
                .contains(
                        "Save what is selected",
                        "Save the chosen range of time",
                        "Show or hide the column preview",
                        "Columns as at first");
    }

    @Test
    void aCommandOfTheGraphOpensItAndDoesItThere() {
        boolean before = FxTesting.call(
                () -> inspector.board().graph().crosshairProperty().get());
        FxTesting.run(() -> inspector.board().openProperty().set(false));
        FxTesting.run(() -> KeyStroke.of("Ctrl+K", KeyCode.K)
                .fireAt(inspector.stage().getScene().lookup("#messages")));
        Window palette = window("#palette");
        FxTesting.run(() -> {
            ((TextInputControl) palette.getScene().lookup("#palette-text")).setText("crosshair");
            KeyStroke.of("Enter", KeyCode.ENTER).fireAt(palette.getScene().lookup("#palette-text"));
        });
        assertThat(FxTesting.call(() -> inspector.board().openProperty().get())).isTrue();
        assertThat(FxTesting.call(
                        () -> inspector.board().graph().crosshairProperty().get()))
                .isNotEqualTo(before);
    }
}
