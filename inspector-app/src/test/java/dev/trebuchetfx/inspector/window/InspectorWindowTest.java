// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.view.InspectorPane;
import dev.trebuchetfx.inspector.view.palette.KeyStroke;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;

/** What a user does with the window, and sees. */
class InspectorWindowTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final FxRobot robot = new FxRobot();
    private final InspectorSession inspector = InspectorSession.attachTo(hub, story, null);
    private Stage host;

    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    @BeforeEach
    void showHost() {
        host = FxTesting.call(() -> {
            Stage stage = new Stage();
            Scene scene = new Scene(new StackPane(new Label("the application")), 400, 300);
            scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            stage.setScene(scene);
            inspector.installOn(stage);
            stage.show();
            return stage;
        });
    }

    @AfterEach
    void closeAll() {
        FxTesting.run(() -> {
            inspector.hide();
            host.close();
        });
        inspector.close();
    }

    private void open() {
        FxTesting.run(inspector::show);
        robot.targetWindow(inspector.stage());
    }

    private MessageTableModel table() {
        return inspector.model().table();
    }

    private long shownRows() {
        return FxTesting.call(() -> (long) table().size());
    }

    private <T> void eventually(Supplier<T> actual, T expected) {
        await().untilAsserted(() -> assertThat(FxTesting.call(actual::get)).isEqualTo(expected));
    }

    private void focus(String id) {
        FxTesting.run(() -> node(id).requestFocus());
    }

    private Node node(String id) {
        return Objects.requireNonNull(inspector.stage().getScene().lookup(id), id);
    }

    private String spoken() {
        return String.valueOf(node("#messages").queryAccessibleAttribute(AccessibleAttribute.TEXT));
    }

    @Test
    void f12ShowsAndHidesAWindowOfItsOwnAndLeavesTheHostAlone() {
        robot.targetWindow(host);
        FxTesting.run(host::requestFocus);
        robot.type(KeyCode.F12);
        eventually(() -> inspector.stage().isShowing(), true);
        assertThat(FxTesting.call(() -> host.getScene().getWidth())).isEqualTo(400);
        assertThat(FxTesting.call(() -> host.getScene().getRoot().getClass())).isEqualTo(StackPane.class);
        FxTesting.run(() -> {
            inspector.stage().setWidth(700);
            inspector.stage().setX(123);
        });
        robot.targetWindow(inspector.stage());
        FxTesting.run(() -> inspector.stage().requestFocus());
        robot.type(KeyCode.F12);
        eventually(() -> inspector.stage().isShowing(), false);
        FxTesting.run(host::requestFocus);
        robot.type(KeyCode.F12);
        eventually(() -> inspector.stage().isShowing(), true);
        assertThat(FxTesting.call(() -> inspector.stage().getX())).isEqualTo(123);
    }

    /** Keys that open something above the window. */
    @ParameterizedTest
    @ValueSource(strings = {"Alt+S", "c", "?", "Ctrl+K"})
    void goesWithWhateverIsOpenAboveIt(String keys) {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        FxTesting.run(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, why) -> thrown.add(why)));
        focus("#messages");
        FxTesting.run(() -> {
            Node messages = node("#messages");
            switch (keys) {
                case "Alt+S" -> KeyStroke.of("Alt+S", KeyCode.S).fireAt(messages);
                case "c" -> KeyStroke.of("C", KeyCode.C).fireAt(messages);
                case "?" -> KeyStroke.typed("?").fireAt(messages);
                default -> KeyStroke.of("Ctrl+K", KeyCode.K).fireAt(messages);
            }
        });
        eventually(this::popups, 1L);
        FxTesting.run(() -> KeyStroke.of("F12", KeyCode.F12).fireAt(node("#messages")));
        eventually(() -> inspector.stage().isShowing(), false);
        eventually(this::popups, 0L);
        FxTesting.awaitPulse();
        FxTesting.awaitPulse();
        assertThat(thrown).isEmpty();
        FxTesting.run(() -> inspector.show());
        eventually(() -> inspector.stage().isShowing(), true);
        eventually(this::popups, 0L);
    }

    private long popups() {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .filter(window -> !(window instanceof Tooltip))
                .count();
    }

    @Test
    void goesWhenTheHostGoes() {
        open();
        FxTesting.run(host::hide);
        eventually(() -> inspector.stage().isShowing(), false);
    }

    @Test
    void hasTheColoursOfTheHost() {
        open();
        InspectorPane pane = (InspectorPane) FxTesting.call(inspector::view);
        eventually(() -> pane.palette().dark(), false);
        FxTesting.run(() -> host.getScene().setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet()));
        eventually(() -> pane.palette().dark(), true);
    }

    @Test
    void movesThroughTheMessagesByKeyboard() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#messages");
        robot.type(KeyCode.G);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 1, note connecting");
        robot.type(KeyCode.DOWN, KeyCode.DOWN);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 3, sent invocation, stream todos");
        robot.type(KeyCode.UP);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 2,");
        robot.type(KeyCode.PAGE_DOWN);
        assertThat(FxTesting.call(() -> table().selectedRowProperty().get()))
                .isEqualTo(1 + FxTesting.call(() -> table().viewportRows()));
        robot.type(KeyCode.END);
        assertThat(FxTesting.call(() -> table().followProperty().get())).isTrue();
        robot.type(KeyCode.HOME);
        assertThat(FxTesting.call(() -> table().topPosition())).isZero();
        assertThat(FxTesting.call(() -> table().followProperty().get())).isFalse();
    }

    @Test
    void showsWhatTheSelectedMessageCarries() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#messages");
        robot.type(KeyCode.END);
        ListView<?> payload = (ListView<?>) node("#payload");
        eventually(() -> payload.getItems().isEmpty(), true);
        FxTesting.run(() -> table().filter().textProperty().set("/\"revision\":15,/"));
        eventually(() -> table().size() < 10, true);
        robot.type(KeyCode.END);
        eventually(() -> payload.getItems().toString().contains("\"revision\""), true);
        assertThat(FxTesting.call(() -> ((Label) node("#chain")).getText())).isEqualTo("base64 → JSON state");
    }

    @Test
    void spacePausesTheViewWithACountAndGoesOn() {
        Story.Line line = story.connect().open(1, "todos", "observeState");
        open();
        eventually(() -> table().size(), 4);
        focus("#messages");
        robot.type(KeyCode.SPACE);
        story.updates(line, 1, 7);
        eventually(() -> ((ToggleButton) node("#pause")).getText(), "Paused +21");
        assertThat(shownRows()).isEqualTo(4);
        robot.type(KeyCode.SPACE);
        eventually(() -> table().size(), 11);
        assertThat(FxTesting.call(() -> ((ToggleButton) node("#pause")).getText()))
                .isEqualTo("Pause view");
    }

    @Test
    void theWheelStopsFollowingAndThePillGoesBack() {
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 100);
        open();
        eventually(() -> table().size(), 104);
        assertThat(FxTesting.call(() -> node("#latest").isVisible())).isFalse();
        FxTesting.run(() -> node("#messages").fireEvent(wheel(120)));
        eventually(() -> node("#latest").isVisible(), true);
        int top = FxTesting.call(() -> table().topPosition());
        story.updates(line, 101, 110);
        eventually(() -> table().size(), 114);
        assertThat(FxTesting.call(() -> table().topPosition())).isEqualTo(top);
        robot.clickOn("#latest");
        eventually(() -> node("#latest").isVisible(), false);
        assertThat(FxTesting.call(() -> table().followProperty().get())).isTrue();
    }

    private static ScrollEvent wheel(double by) {
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                100,
                100,
                100,
                100,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                by,
                0,
                by,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    @Test
    void slashStartsAFilterAndLettersInItAreNoCommands() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#messages");
        robot.type(KeyCode.SLASH);
        eventually(() -> node("#filter").isFocused(), true);
        robot.write("f");
        assertThat(FxTesting.call(() -> ((TextField) node("#filter")).getText()))
                .isEqualTo("f");
        assertThat(FxTesting.call(() -> table().followProperty().get())).isTrue();
        robot.type(KeyCode.ESCAPE);
        eventually(() -> node("#messages").isFocused(), true);
        assertThat(FxTesting.call(() -> ((TextField) node("#filter")).getText()))
                .isEqualTo("f");
    }

    @Test
    void anUpdateNeverTakesTheFocusOrTheTextAway() {
        Story.Line line = story.connect().open(1, "todos", "observeState");
        open();
        focus("#filter");
        robot.write("stream");
        story.updates(line, 1, 50);
        eventually(() -> table().total(), 54L);
        assertThat(FxTesting.call(() -> node("#filter").isFocused())).isTrue();
        assertThat(FxTesting.call(() -> ((TextField) node("#filter")).getText()))
                .isEqualTo("stream");
    }

    @Test
    void choosesAnotherStreamByKeyboard() {
        Stories.everything(story);
        open();
        eventually(() -> inspector.model().streams().size(), 2);
        focus("#streams");
        robot.type(KeyCode.DOWN);
        eventually(() -> ((Label) node("#stream-title")).getText(), "prices · observeQuotes");
    }

    @Test
    void questionMarkShowsTheKeys() {
        open();
        focus("#messages");
        robot.press(KeyCode.SHIFT).type(KeyCode.SLASH).release(KeyCode.SHIFT);
        eventually(
                () -> Window.getWindows().stream()
                        .anyMatch(window -> window.isShowing()
                                && window.getScene().getRoot().lookup("#keys") != null),
                true);
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void everyControlIsReachedByTab() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#record");
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 18; i++) {
            Node owner = FxTesting.call(() -> inspector.stage().getScene().getFocusOwner());
            order.append(owner.getId()).append(' ');
            robot.type(KeyCode.TAB);
        }
        assertThat(order.toString())
                .startsWith("record pause follow help streams lane filter mode-only invert chip-this-stream chip-gaps"
                        + " chip-replay chip-deltas chip-errors chip-heartbeats overview messages ");
    }

    @Test
    void nGoesToTheNextProblemAndShiftNBack() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#messages");
        robot.type(KeyCode.HOME);
        robot.type(KeyCode.N);
        assertThat(FxTesting.call(this::spoken)).contains("duplicate").contains("46");
        robot.type(KeyCode.N);
        assertThat(FxTesting.call(this::spoken)).contains("duplicate").contains("45");
        robot.press(KeyCode.SHIFT).type(KeyCode.N).release(KeyCode.SHIFT);
        assertThat(FxTesting.call(this::spoken)).contains("duplicate").contains("46");
    }

    @Test
    void bracketsTravelInTimeAndTheStateIsWhatItWasThen() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        eventually(() -> inspector.model().lane().parts().isEmpty(), false);
        FxTesting.run(() -> table().selectSequence(
                        inspector.model().lane().parts().getFirst().streamID(), 20));
        focus("#messages");
        TabPane tabs = (TabPane) node("#detail-tabs");
        FxTesting.run(() -> tabs.getSelectionModel().select(1));
        ListView<?> state = (ListView<?>) node("#state");
        eventually(() -> state.getItems().toString().contains("text=20]"), true);
        FxTesting.run(() -> Event.fireEvent(node("#messages"), typed("[")));
        eventually(() -> ((Label) node("#state-title")).getText().startsWith("The state after update 19,"), true);
        FxTesting.run(() -> ((Button) node("#forward")).fire());
        eventually(() -> ((Label) node("#state-title")).getText().startsWith("The state after update 20,"), true);
        FxTesting.run(() -> tabs.getSelectionModel().select(2));
        assertThat(FxTesting.call(() -> ((Label) node("#changes")).getText())).isEqualTo("5 changed");
        assertThat(node("#diff").queryAccessibleAttribute(AccessibleAttribute.TEXT))
                .isEqualTo("What this update changed");
    }

    private TextField filterField() {
        return (TextField) node("#filter");
    }

    @Test
    void aWrongFilterSaysWhereAndIsMendedByAClick() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#filter");
        FxTesting.run(() -> filterField().setText("seq:43..46"));
        eventually(() -> table().found().matched().size(), 6);
        FxTesting.run(() -> filterField().setText("/(winch/"));
        eventually(() -> node("#filter-error").getParent().isVisible(), true);
        assertThat(FxTesting.call(() -> ((Label) node("#filter-caret")).getText()))
                .startsWith("/(winch/\n ");
        assertThat(FxTesting.call(() -> table().size()))
                .as("the last good one stays")
                .isEqualTo(6);
        robot.clickOn("#filter-literal");
        eventually(() -> filterField().getText(), "\"(winch\"");
        eventually(() -> node("#filter-error").getParent().isVisible(), false);
        eventually(() -> table().size(), 0);
        assertThat(FxTesting.call(() -> ((Label) node("#empty-title")).getText()))
                .isEqualTo("0 of 121 match");
        robot.clickOn("#highlight-instead");
        eventually(() -> table().size(), 121);
    }

    @Test
    void proposalsAreTakenByKeyAndAskedFiltersComeBackByArrow() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#filter");
        robot.write("is:rep");
        eventually(() -> popupShows("#proposals"), true);
        robot.type(KeyCode.DOWN, KeyCode.ENTER);
        eventually(() -> filterField().getText(), "is:replay");
        eventually(() -> table().size() < 20, true);
        robot.type(KeyCode.ENTER);
        FxTesting.run(() -> filterField().setText(""));
        robot.type(KeyCode.UP);
        eventually(() -> filterField().getText(), "is:replay");
        robot.type(KeyCode.DOWN);
        eventually(() -> filterField().getText(), "");
    }

    private static boolean popupShows(String id) {
        return Window.getWindows().stream()
                .anyMatch(window ->
                        window.isShowing() && window.getScene().getRoot().lookup(id) != null);
    }

    @Test
    void marksCommentsAndGoesByKey() {
        Stories.everything(story);
        open();
        eventually(() -> table().size(), 121);
        focus("#messages");
        robot.press(KeyCode.CONTROL).type(KeyCode.G).release(KeyCode.CONTROL);
        eventually(() -> node("#prompt").isFocused(), true);
        robot.write("#67").type(KeyCode.ENTER);
        eventually(() -> node("#messages").isFocused(), true);
        robot.type(KeyCode.M);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 67, marked");
        FxTesting.run(() -> Event.fireEvent(node("#messages"), typed(";")));
        eventually(() -> node("#prompt").isFocused(), true);
        robot.write("here").type(KeyCode.ENTER);
        eventually(this::spoken, FxTesting.call(this::spoken));
        assertThat(FxTesting.call(this::spoken)).endsWith("comment here");
        robot.type(KeyCode.HOME);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.N).release(KeyCode.SHIFT, KeyCode.CONTROL);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 67, marked");
        robot.press(KeyCode.ALT).type(KeyCode.LEFT).release(KeyCode.ALT);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 1,");
        robot.type(KeyCode.F8);
        assertThat(FxTesting.call(this::spoken)).startsWith("row 2,");
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.C).release(KeyCode.SHIFT, KeyCode.CONTROL);
        assertThat(FxTesting.call(() -> Clipboard.getSystemClipboard().getString()))
                .startsWith("{");
    }

    @Test
    void theStatusLineGoesToTheWorstProblem() {
        Stories.everything(story);
        open();
        eventually(() -> ((Button) node("#status-worst")).getText().contains("error"), true);
        FxTesting.run(() -> ((Button) node("#status-worst")).fire());
        eventually(() -> table().selectedRowProperty().get() >= 0, true);
        assertThat(FxTesting.call(() -> node("#status-lost").isVisible())).isFalse();
    }

    private static KeyEvent typed(String character) {
        return new KeyEvent(KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, false);
    }

    @ParameterizedTest
    @CsvSource({"1280, 800, 6", "900, 600, 5", "640, 480, 3"})
    void aSmallWindowShowsRowsAndCutsNoButton(double width, double height, int rows) {
        open();
        FxTesting.run(() -> {
            inspector.stage().setWidth(width);
            inspector.stage().setHeight(height);
        });
        eventually(() -> inspector.stage().getScene().getWidth() <= width, true);
        Stories.everything(story);
        eventually(() -> table().size() > rows, true);
        await().untilAsserted(() -> {
            double high =
                    FxTesting.call(() -> node("#messages").getLayoutBounds().getHeight());
            assertThat(high).as("height of the table").isGreaterThanOrEqualTo(26 + rows * 24.0);
            for (String button :
                    List.of("#record", "#pause", "#follow", "#help", "#chip-heartbeats", "#shown", "#invert")) {
                assertThat(FxTesting.call(() -> isWhole(node(button))))
                        .as(button)
                        .isTrue();
            }
        });
    }

    private static boolean isWhole(Node node) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        Scene scene = node.getScene();
        return bounds.getMinX() >= 0
                && bounds.getMaxX() <= scene.getWidth()
                && bounds.getMaxY() <= scene.getHeight()
                && (!(node instanceof Labeled labeled)
                        || labeled.getContentDisplay() == ContentDisplay.GRAPHIC_ONLY
                        || labeled.getWidth() >= labeled.prefWidth(-1) - 1);
    }

    @Test
    void theSheetOfKeysIsScrolledInALowWindow() {
        open();
        FxTesting.run(() -> {
            inspector.stage().setWidth(700);
            inspector.stage().setHeight(480);
        });
        eventually(() -> inspector.stage().getScene().getHeight() <= 480, true);
        focus("#messages");
        robot.write("?");
        ScrollPane sheet = (ScrollPane) Objects.requireNonNull(awaitShown("#keys-scroll"));
        await().untilAsserted(() -> assertThat(FxTesting.call(sheet::getHeight)).isBetween(200.0, 420.0));
        assertThat(FxTesting.call(() -> sheet.getContent().getLayoutBounds().getHeight()
                        > sheet.getViewportBounds().getHeight()))
                .as("there is more than fits")
                .isTrue();
        eventually(() -> sheet.getScene().getFocusOwner(), sheet);
        double before = FxTesting.call(sheet::getVvalue);
        robot.type(KeyCode.PAGE_DOWN);
        eventually(() -> sheet.getVvalue() > before, true);
    }

    private Node awaitShown(String id) {
        return await().until(
                        () -> FxTesting.call(() -> Window.getWindows().stream()
                                .map(window -> window.getScene().lookup(id))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null)),
                        Objects::nonNull);
    }

    @Test
    void theKeyboardsPlaceShowsOnTheButtonsOfTheHeader() {
        open();
        for (String button : List.of("#record", "#pause", "#follow", "#help", "#chip-gaps", "#mode-only")) {
            FxTesting.run(() -> {
                Node node = node(button);
                node.requestFocus();
                node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), true);
                node.applyCss();
            });
            assertThat(FxTesting.call(() -> ((Region) node(button)).getBorder().getStrokes()))
                    .as("a ring around " + button)
                    .anySatisfy(stroke -> {
                        assertThat(stroke.getInsets().getTop()).isEqualTo(-3);
                        assertThat(stroke.getWidths().getTop()).isEqualTo(2);
                    });
        }
    }
}
