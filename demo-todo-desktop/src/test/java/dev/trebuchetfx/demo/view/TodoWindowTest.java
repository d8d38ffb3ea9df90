// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.controls.StaleVeil;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.demo.model.FakeTodoService;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.Notice;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.protocol.envelope.ActorId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TodoWindowTest {
    private TodoWindowFixture window = TodoWindowFixture.open(FakeTodoService.with("Milk", "x Bread", "Eggs"));

    @AfterEach
    void close() {
        window.close();
    }

    private void show(FakeTodoService service) {
        window.close();
        window = TodoWindowFixture.open(service);
    }

    private void press(KeyCode... keys) {
        window.robot.press(keys).release(keys);
        window.settle();
    }

    private void write(String text) {
        window.robot.write(text, 0);
        window.settle();
    }

    private Label title(String text) {
        return window.robot
                .lookup(".todo-title")
                .lookup((Label label) -> label.getText().equals(text))
                .queryAs(Label.class);
    }

    private Node row(String text) {
        Node node = title(text);
        while (!(node instanceof TodoCell)) {
            node = node.getParent();
        }
        return node;
    }

    private String field() {
        return window.robot.lookup("#new-todo").queryAs(TextField.class).getText();
    }

    private TodoItem selected() {
        return window.list().getSelectionModel().getSelectedItem();
    }

    private boolean isEditing() {
        return window.robot.lookup("#title-editor").tryQuery().isPresent();
    }

    private StaleVeil veil() {
        return window.robot.lookup("#tabs .stale-veil").queryAs(StaleVeil.class);
    }

    private void awaitVeil() {
        await().atMost(Duration.ofSeconds(10)).until(() -> veil().isVeiled());
    }

    private String notices() {
        return window.model.notices().shown().stream()
                .map(Notice::text)
                .toList()
                .toString();
    }

    @Test
    void enterAddsWhatWasTypedAndFreesTheField() {
        write("Butter");
        press(KeyCode.ENTER);

        assertThat(window.service.titles()).containsExactly("Milk", "x Bread", "Eggs", "Butter");
        assertThat(title("Butter").isVisible()).isTrue();
        assertThat(field()).isEmpty();
    }

    @Test
    void whatWasTypedStaysWhenItCannotBeAdded() {
        window.fx(() -> window.service.cut(window.now));
        write("Butter");
        press(KeyCode.ENTER);

        assertThat(field()).isEqualTo("Butter");
        assertThat(notices()).isEqualTo("[Couldn't add “Butter”]");
        assertThat(window.robot.lookup(".notice").queryAll()).hasSize(1);
    }

    @Test
    void doubleClickEditsInPlaceAndEnterKeeps() {
        window.robot.doubleClickOn(title("Milk"));
        assertThat(window.robot.lookup("#title-editor").query().isFocused()).isTrue();
        write(" and honey");
        press(KeyCode.ENTER);

        assertThat(window.service.titles()).containsExactly("Milk and honey", "x Bread", "Eggs");
        assertThat(isEditing()).isFalse();
        assertThat(window.list().isFocused()).isTrue();
    }

    @Test
    void pastedLinesBecomeSeveralTodosAndTheLastOneShows() {
        show(FakeTodoService.with(
                IntStream.range(0, 100).mapToObj(i -> "Todo " + i).toArray(String[]::new)));
        window.fx(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putString("First line\r\n\r\nSecond line\n");
            Clipboard.getSystemClipboard().setContent(content);
        });
        press(KeyCode.SHORTCUT, KeyCode.V);

        assertThat(window.service.titles()).hasSize(102).endsWith("First line", "Second line");
        assertThat(field()).isEmpty();
        assertThat(title("Second line").isVisible()).isTrue();
    }

    @Test
    void severalAreTickedOffDeletedAndBroughtBackByKey() {
        press(KeyCode.DOWN);
        press(KeyCode.SHORTCUT, KeyCode.A);
        press(KeyCode.SPACE);
        assertThat(window.service.titles()).containsExactly("x Milk", "x Bread", "x Eggs");
        press(KeyCode.SPACE);
        assertThat(window.service.titles()).containsExactly("Milk", "Bread", "Eggs");
        press(KeyCode.DELETE);
        assertThat(window.service.titles()).isEmpty();
        for (int i = 0; i < 3; i++) {
            press(KeyCode.SHORTCUT, KeyCode.Z);
        }
        assertThat(window.service.titles()).containsExactly("Milk", "Bread", "Eggs");
    }

    @Test
    void severalStaySelectedWhenTheListChangesElsewhere() {
        press(KeyCode.DOWN);
        press(KeyCode.SHIFT, KeyCode.DOWN);
        window.fx(() -> window.service.todos().addFirst(FakeTodoService.todo("From elsewhere")));

        assertThat(window.list().getSelectionModel().getSelectedItems())
                .extracting(TodoItem::title)
                .containsExactlyInAnyOrder("Milk", "Bread");
    }

    @Test
    void searchNarrowsTheListAndEscapeShowsAll() {
        press(KeyCode.SHORTCUT, KeyCode.F);
        write("egg");
        assertThat(window.list().getItems()).extracting(TodoItem::title).containsExactly("Eggs");
        press(KeyCode.DOWN);
        assertThat(selected().title()).isEqualTo("Eggs");
        press(KeyCode.SHORTCUT, KeyCode.F);
        press(KeyCode.ESCAPE);
        assertThat(window.list().getItems()).hasSize(3);
        press(KeyCode.ESCAPE);
        assertThat(window.node("#new-todo").isFocused()).isTrue();
    }

    @Test
    void escapeForgetsAnEdit() {
        press(KeyCode.DOWN);
        press(KeyCode.F2);
        write(" and honey");
        press(KeyCode.ESCAPE);

        assertThat(window.service.titles()).containsExactly("Milk", "x Bread", "Eggs");
        assertThat(isEditing()).isFalse();
        assertThat(window.list().isFocused()).isTrue();
    }

    @Test
    void leavingTheEditorKeepsAnEdit() {
        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        write("!");
        window.robot.clickOn("#new-todo");

        assertThat(window.service.titles()).containsExactly("Milk!", "x Bread", "Eggs");
        assertThat(isEditing()).isFalse();
    }

    @Test
    void anEditGoesOnWhereTheListChangesAroundIt() {
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        press(KeyCode.F2);
        write("!");
        window.fx(() -> window.service.todos().addFirst(FakeTodoService.todo("Salt")));
        write("!");
        window.fx(() -> window.service.todos().remove(1));
        write("!");
        assertThat(window.service.titles()).containsExactly("Salt", "x Bread", "Eggs");
        press(KeyCode.ENTER);

        assertThat(window.service.titles()).containsExactly("Salt", "x Bread!!!", "Eggs");
    }

    private void overtake() {
        press(KeyCode.DOWN);
        press(KeyCode.F2);
        write(" and honey");
        assertThat(window.robot.lookup(".conflict").query().isVisible()).isFalse();
        TodoItem milk = selected();
        window.fx(() -> window.service.todos().set(0, milk.withTitle("Oat milk")));
        assertThat(window.robot.lookup(".conflict").query().isVisible()).isTrue();
        assertThat(window.robot.lookup("#elsewhere").queryAs(Label.class).getText())
                .contains("“Oat milk”");
    }

    @Test
    void anEditThatIsOvertakenWaitsForAChoiceAndMineIsKept() {
        overtake();
        window.robot.clickOn("#search");
        window.settle();
        assertThat(isEditing()).as("the choice is still open").isTrue();
        assertThat(window.service.titles()).startsWith("Oat milk");

        window.robot.clickOn("#keep-mine");
        window.settle();
        assertThat(window.service.titles()).startsWith("Milk and honey");
        assertThat(isEditing()).isFalse();
    }

    @Test
    void anEditThatIsOvertakenTakesTheirs() {
        overtake();
        window.robot.clickOn("#take-theirs");
        window.settle();
        assertThat(window.service.titles()).startsWith("Oat milk");
        assertThat(isEditing()).isFalse();
    }

    @Test
    void anEditThatFailsIsOfferedAgainWithWhatWasTyped() {
        press(KeyCode.DOWN);
        press(KeyCode.F2);
        write("!");
        window.fx(() -> window.service.cut(window.now));
        press(KeyCode.ENTER);

        assertThat(notices()).contains("Couldn't rename to “Milk!”");
        window.fx(window.service::heal);
        window.fx(() -> window.model.notices().actOnNewest());
        assertThat(window.service.titles()).startsWith("Milk!");
    }

    @Test
    void anotherListIsAskedForByKeyAlone() {
        press(KeyCode.CONTROL, KeyCode.O);
        assertThat(window.node("#list-name").isFocused()).isTrue();
        write(" Shopping ");
        press(KeyCode.ENTER);

        assertThat(window.opened).containsExactly(new ListName("Shopping"));
        assertThat(window.robot.lookup("#open-list-pane").tryQuery()).isEmpty();
        assertThat(window.node("#new-todo").isFocused()).isTrue();
    }

    @Test
    void anotherListIsAskedForByMouse() {
        window.robot.clickOn("#another-list");
        window.settle();
        write("Shopping");
        window.robot.clickOn("#open-list");
        window.settle();

        assertThat(window.opened).containsExactly(new ListName("Shopping"));
        assertThat(field()).as("what was typed went nowhere else").isEmpty();
    }

    @Test
    void aNameThatNoListCanHaveIsRefusedUntilItIsAnother() {
        press(KeyCode.CONTROL, KeyCode.O);
        press(KeyCode.ENTER);
        Label problem = window.robot.lookup("#list-problem").queryAs(Label.class);
        assertThat(problem.getText()).isEqualTo("Type a name.");
        assertThat(problem.isVisible()).isTrue();

        write("a/b");
        assertThat(problem.isVisible()).isFalse();
        press(KeyCode.ENTER);
        assertThat(problem.getText()).isEqualTo("A name can't have a slash in it.");
        assertThat(problem.isVisible()).isTrue();
        assertThat(window.opened).isEmpty();
    }

    @Test
    void escapeTakesTheQuestionForAListAway() {
        press(KeyCode.CONTROL, KeyCode.O);
        write("Shop");
        press(KeyCode.ESCAPE);
        assertThat(window.robot.lookup("#open-list-pane").tryQuery()).isEmpty();
        assertThat(window.node("#new-todo").isFocused()).isTrue();

        press(KeyCode.CONTROL, KeyCode.O);
        assertThat(window.robot.lookup("#list-name").queryAs(TextField.class).getText())
                .isEmpty();
        assertThat(window.opened).isEmpty();
    }

    @Test
    void theHeaderNamesTheList() {
        FakeTodoService service = FakeTodoService.with("Milk");
        service.list = new ListName("Shopping");
        show(service);
        assertThat(window.robot.lookup("#list-title").queryAs(Label.class).getText())
                .isEqualTo("Shopping");
    }

    @Test
    void theCheckBoxTogglesAndSpaceDoes() {
        window.robot.clickOn(row("Milk").lookup(".check-box"));
        assertThat(window.service.titles()).containsExactly("x Milk", "x Bread", "Eggs");

        window.robot.clickOn(title("Bread"));
        press(KeyCode.SPACE);
        assertThat(window.service.titles()).containsExactly("x Milk", "Bread", "Eggs");
        assertThat(window.robot.lookup("#count").queryAs(Label.class).getText()).isEqualTo("2 of 3 open");
    }

    @Test
    void theDeleteKeyDeletesAndUndoBringsBack() {
        window.robot.clickOn(title("Bread"));
        press(KeyCode.DELETE);
        assertThat(window.service.titles()).containsExactly("Milk", "Eggs");
        assertThat(selected().title()).isEqualTo("Eggs");

        window.robot.clickOn("Undo");
        window.settle();
        assertThat(window.service.titles()).containsExactly("Milk", "x Bread", "Eggs");
        assertThat(notices()).isEqualTo("[]");
    }

    @Test
    void theButtonOfARowDeletes() {
        window.robot.moveTo(row("Milk"));
        window.robot.clickOn(row("Milk").lookup(".delete"));

        assertThat(window.service.titles()).containsExactly("x Bread", "Eggs");
    }

    @Test
    void altWithArrowsMovesARowAndTheSelectionWithIt() {
        window.robot.clickOn(title("Milk"));
        press(KeyCode.ALT, KeyCode.DOWN);
        press(KeyCode.ALT, KeyCode.DOWN);
        press(KeyCode.ALT, KeyCode.DOWN);
        assertThat(window.service.titles()).containsExactly("x Bread", "Eggs", "Milk");
        assertThat(selected().title()).isEqualTo("Milk");

        press(KeyCode.ALT, KeyCode.UP);
        assertThat(window.service.titles()).containsExactly("x Bread", "Milk", "Eggs");
    }

    @Test
    void theMouseDragsARowToAnotherPlace() {
        drag("Milk", "Eggs", 0.75);
        assertThat(window.service.titles()).containsExactly("x Bread", "Eggs", "Milk");

        drag("Eggs", "Bread", 0.25);
        assertThat(window.service.titles()).containsExactly("Eggs", "x Bread", "Milk");
    }

    @Test
    void escapeGivesUpADrag() {
        beginDrag("Milk", "Eggs", 0.75);
        assertThat(window.node(".drop-line").isVisible()).isTrue();
        window.picture("20-dragging");
        press(KeyCode.ESCAPE);
        window.robot.release(MouseButton.PRIMARY);
        window.settle();

        assertThat(window.node(".drop-line").isVisible()).isFalse();
        assertThat(window.service.titles()).containsExactly("Milk", "x Bread", "Eggs");
    }

    private void beginDrag(String from, String to, double part) {
        window.robot.moveTo(title(from)).press(MouseButton.PRIMARY);
        Bounds target = row(to).localToScreen(row(to).getLayoutBounds());
        Point2D end = new Point2D(target.getMinX() + 80, target.getMinY() + target.getHeight() * part);
        window.robot.moveTo(end);
        window.settle();
    }

    private void drag(String from, String to, double part) {
        beginDrag(from, to, part);
        window.robot.release(MouseButton.PRIMARY);
        window.settle();
    }

    @Test
    void filtersByButtonAndByKey() {
        window.robot.clickOn("#filter-done");
        assertThat(window.list().getItems()).extracting(TodoItem::title).containsExactly("Bread");
        press(KeyCode.CONTROL, KeyCode.DIGIT2);
        assertThat(window.list().getItems()).extracting(TodoItem::title).containsExactly("Milk", "Eggs");
        press(KeyCode.CONTROL, KeyCode.DIGIT1);
        assertThat(window.list().getItems()).hasSize(3);
        assertThat(window.robot.lookup("#count").queryAs(Label.class).getText()).isEqualTo("2 of 3 open");
    }

    @Test
    void clearsWhatIsDone() {
        window.robot.clickOn("#clear-completed");
        assertThat(window.service.titles()).containsExactly("Milk", "Eggs");
        assertThat(window.node("#clear-completed").isDisabled()).isTrue();
    }

    @Test
    void staleTodosAreFlaggedAndStillThere() {
        window.fx(() -> window.service.cut(window.now.plus(Duration.ofSeconds(4))));

        awaitVeil();
        assertThat(title("Milk").isVisible()).isTrue();
        assertThat(window.robot.lookup("#connection").queryAs(Labeled.class).getText())
                .startsWith("Reconnecting");
        window.robot.clickOn("#reconnect");
        assertThat(window.service.reconnects()).isEqualTo(1);

        window.fx(window.service::heal);
        assertThat(veil().isVeiled()).isFalse();
        assertThat(window.node("#reconnect").isVisible()).isFalse();
    }

    @Test
    void theAgeOfStaleTodosGrowsByItself() {
        window.fx(() -> window.service.cut(window.now.plus(Duration.ofSeconds(4))));
        awaitVeil();
        Label line = window.robot.lookup(".veil-line").queryAs(Label.class);
        assertThat(line.getText()).isEqualTo("Last known state, as of a moment ago. There is no connection.");
        window.now = window.now.plus(Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> line.getText().equals("Last known state, as of 2 min ago. There is no connection."));
    }

    @Test
    void whatWaitsIsListedAtTheFootAndEscapeClosesTheList() {
        window.fx(() -> window.service.wait(2));
        assertThat(window.robot.lookup("#pending").queryAs(Labeled.class).getText())
                .isEqualTo("2 changes are on the way");
        window.robot.clickOn("#pending");
        window.settle();
        assertThat(window.robot.lookup(".queue-title").queryAs(Label.class).getText())
                .isEqualTo("2 changes, 2 not sent yet");
        assertThat(window.robot.lookup(".change-cell .what").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("Add “Milk”");
        press(KeyCode.ESCAPE);
        assertThat(window.robot.lookup(".queue-title").tryQuery()).isEmpty();
        window.fx(() -> window.service.wait(0));
        assertThat(window.node("#count").isVisible()).isTrue();
    }

    @Test
    void whatTheServerRefusesIsToldAndThenGoesAway() {
        window.service.failure = new RemoteInvocationException(ActorId.of("todos"), "toggleTodo", "no such todo");
        window.robot.clickOn(title("Milk"));
        press(KeyCode.SPACE);
        assertThat(window.robot.lookup(".notice").queryAll()).hasSize(1);
        assertThat(window.model.notices().shown().getFirst().detail()).isEqualTo("The server said: no such todo");

        window.now = window.now.plusSeconds(60);
        window.fx(window.model::tick);
        assertThat(window.robot.lookup(".notice").queryAll()).isEmpty();
    }

    @Test
    void selectionFollowsItsTodoWhateverChangesElsewhere() {
        window.robot.clickOn(title("Bread"));
        window.fx(() -> window.service.todos().addFirst(FakeTodoService.todo("Salt")));
        assertThat(selected().title()).isEqualTo("Bread");
        window.fx(() -> window.service.move(selected().id(), 3).join());
        assertThat(selected().title()).isEqualTo("Bread");
        window.fx(() -> window.service.todos().set(3, selected().withTitle("Rye bread")));
        assertThat(selected().title()).isEqualTo("Rye bread");
        window.fx(() -> window.service.todos().remove(3));
        assertThat(selected().title()).isEqualTo("Eggs");
    }

    @Test
    void theKeyboardAloneIsEnough() {
        write("Butter");
        press(KeyCode.ENTER);
        press(KeyCode.DOWN);
        press(KeyCode.SPACE);
        press(KeyCode.DOWN);
        press(KeyCode.DELETE);
        press(KeyCode.CONTROL, KeyCode.Z);
        press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.DELETE);
        press(KeyCode.F1);
        assertThat(window.node("#keys").isVisible()).isTrue();
        press(KeyCode.ESCAPE);
        assertThat(window.node(".keys-layer").isVisible()).isFalse();
        press(KeyCode.CONTROL, KeyCode.D);
        assertThat(window.dark.get()).isTrue();
        press(KeyCode.CONTROL, KeyCode.N);
        write("Jam");
        press(KeyCode.ENTER);

        assertThat(window.service.titles()).containsExactly("Eggs", "Butter", "Jam");
    }

    @Test
    void aQuestionMarkShowsTheKeysExceptWhereItIsTyped() {
        write("Why?");
        assertThat(window.node(".keys-layer").isVisible()).isFalse();
        assertThat(field()).isEqualTo("Why?");
        press(KeyCode.DOWN);
        write("?");
        assertThat(window.node(".keys-layer").isVisible()).isTrue();
    }

    @Test
    void aThousandTodosHaveAFewRows() {
        show(FakeTodoService.with(
                IntStream.range(0, 1000).mapToObj(i -> "Todo " + i).toArray(String[]::new)));

        assertThat(window.robot.lookup(".todo-cell").queryAll()).hasSizeBetween(5, 40);
    }

    /** The text of a title, all of it that its row has room for, and not a pixel of a neighbour's. */
    @Test
    void aChangeOfOneOfTenThousandTouchesOneRow() {
        show(FakeTodoService.with(
                IntStream.range(0, 10_000).mapToObj(i -> "Todo " + i).toArray(String[]::new)));
        List<TodoCell> cells = window.robot.lookup(".todo-cell").queryAllAs(TodoCell.class).stream()
                .filter(cell -> !cell.isEmpty())
                .toList();
        assertThat(cells).hasSizeBetween(5, 30);
        AtomicInteger items = new AtomicInteger();
        AtomicInteger changes = new AtomicInteger();
        window.fx(() -> {
            cells.forEach(cell -> cell.itemProperty().addListener(_ -> items.incrementAndGet()));
            window.list().getItems().addListener((ListChangeListener<TodoItem>) _ -> changes.incrementAndGet());
        });

        window.fx(() ->
                window.service.toggle(window.service.todos().get(9_000).id()).join());
        assertThat(items).as("rows that got another todo, for one out of sight").hasValue(0);
        window.fx(
                () -> window.service.toggle(window.service.todos().get(2).id()).join());
        assertThat(items).as("rows that got another todo, for one in sight").hasValue(1);
        assertThat(changes).hasValue(2);
        assertThat(window.robot.lookup(".todo-cell").queryAllAs(TodoCell.class)).containsAll(cells);

        window.robot.clickOn(title("Todo 1"));
        press(KeyCode.END);
        assertThat(selected().title()).isEqualTo("Todo 9999");
        assertThat(window.robot.lookup(".todo-cell").queryAll()).hasSizeLessThan(60);
    }

    private void assertStaysWithinItsRow(String title) {
        Node row = row(title);
        Label label = title(title);
        Bounds text = label.localToScene(label.lookup(".text").getBoundsInParent());
        Bounds bounds = row.localToScene(row.getBoundsInLocal());
        assertThat(text.getMinY()).as("top of %s", title).isGreaterThanOrEqualTo(bounds.getMinY());
        assertThat(text.getMaxY()).as("bottom of %s", title).isLessThanOrEqualTo(bounds.getMaxY());
    }

    @Test
    void longTitlesStayWithinTheirRows() {
        String three = "Ask the landlord about the heating, the window in the kitchen and the lamp on the stairs";
        String endless = "Ask the landlord about the heating, the window in the kitchen and the lamp. ".repeat(12);
        String word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurfsvorlagen";
        window.close();
        window = TodoWindowFixture.open(
                FakeTodoService.with("Before", endless, three, "x " + word, "After"), TodoPane.MINIMUM_WIDTH, 640);
        for (String title : List.of("Before", endless, three, word, "After")) {
            assertStaysWithinItsRow(title);
        }
        assertThat(row(three).getLayoutBounds().getHeight())
                .isGreaterThan(row("After").getLayoutBounds().getHeight());
        assertThat(row(endless).getLayoutBounds().getHeight()).isLessThan(100);

        window.fx(() -> window.service.todos().set(4, FakeTodoService.todo(endless + "!")));
        assertStaysWithinItsRow(endless + "!");
    }
}
