// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.controls.ModalPane;
import atlantafx.base.theme.Styles;
import dev.trebuchetfx.bindings.controls.ConnectionIndicator;
import dev.trebuchetfx.bindings.controls.ReplayBar;
import dev.trebuchetfx.bindings.controls.StaleVeil;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.TodoFilter;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The content of the todo window. */
public final class TodoPane extends StackPane {
    /** The least width in pixels, which the footer needs for numbers of four digits. */
    public static final double MINIMUM_WIDTH = 500;

    private static final KeyCombination CLEAR_COMPLETED =
            new KeyCodeCombination(KeyCode.DELETE, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private static final KeyCombination REDO =
            new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private final TodoViewModel model;
    private final BooleanProperty dark;
    private final AddField addField;
    private final SearchField search;
    private final TodoListPane list;
    private final StackPane keys = new StackPane();
    private final ModalPane lists = new ModalPane();
    private final OpenListPane openList;
    private final TabPane tabs = new TabPane();

    /**
     * Creates the content of the window.
     *
     * @param dark whether the theme is dark; toggled by this pane, and applied by its owner
     * @param showInspector shows the inspector; run by its button
     * @param openList opens another list
     * @param more tabs beside the todos
     */
    public TodoPane(
            TodoViewModel model,
            BooleanProperty dark,
            Runnable showInspector,
            Consumer<ListName> openList,
            List<Tab> more) {
        this.model = model;
        this.dark = dark;
        getStyleClass().add("todo-pane");
        getStylesheets()
                .add(Objects.requireNonNull(TodoPane.class.getResource("todo.css"), "todo.css")
                        .toExternalForm());
        addField = new AddField(model);
        search = new SearchField(model, this::focusAddField);
        HBox.setHgrow(addField, Priority.ALWAYS);
        HBox fields = new HBox(addField, search);
        fields.getStyleClass().add("fields");
        list = new TodoListPane(model);
        this.openList = new OpenListPane(
                list -> {
                    lists.hide(true);
                    openList.accept(list);
                },
                () -> lists.hide(true));
        // Also while it shows nothing, the Tab key would stop at it.
        lists.setFocusTraversable(false);
        lists.displayProperty().subscribe((_, isShown) -> {
            if (!isShown) {
                focusAddField();
            }
        });
        StaleVeil veil = new StaleVeil();
        veil.clockProperty().set(model.connection().clock());
        veil.freshnessProperty().bind(model.connection().freshnessProperty());
        veil.lastUpdatedProperty().bind(model.connection().lastUpdated());
        veil.setContent(list);
        ReplayBar replay = new ReplayBar();
        replay.progressProperty().bind(model.connection().replayProgress());
        VBox todos = new VBox(fields, replay, veil, new FooterBar(model));
        todos.getStyleClass().add("todos-tab");
        VBox.setVgrow(veil, Priority.ALWAYS);
        Tab first = new Tab(Words.of("tab.todos"), todos);
        first.setId("tab-todos");
        first.setGraphic(Icons.icon(Feather.CHECK_SQUARE));
        first.setClosable(false);
        tabs.setId("tabs");
        tabs.setAccessibleText(Words.of("tabs.accessible"));
        tabs.getTabs().add(first);
        tabs.getTabs().addAll(more);
        VBox content = new VBox(header(showInspector), tabs);
        content.getStyleClass().add("content");
        content.setMaxWidth(860);
        content.setMinWidth(MINIMUM_WIDTH);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        getChildren().addAll(new BorderPane(content), notices(), keysLayer(), lists);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    }

    /** Moves the keyboard focus to the field for a new todo. */
    public void focusAddField() {
        addField.requestFocus();
        addField.end();
    }

    private HBox header(Runnable showInspector) {
        Label title = new Label(model.list().title());
        title.setId("list-title");
        title.getStyleClass().add(Styles.TITLE_2);
        title.setTooltip(new Tooltip(model.list().title()));
        title.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button another =
                Icons.button(Feather.FOLDER, Words.of("header.list"), Words.of("header.list.tip"), this::askForList);
        another.setId("another-list");
        Button theme =
                Icons.button(Feather.MOON, Words.of("header.theme"), Words.of("header.theme.tip"), this::toggleTheme);
        theme.setId("theme");
        dark.subscribe(isDark -> theme.setGraphic(Icons.icon(isDark ? Feather.SUN : Feather.MOON)));
        Button help =
                Icons.button(Feather.HELP_CIRCLE, Words.of("keys"), Words.of("header.keys.tip"), this::toggleKeys);
        help.setId("help");
        Button inspector = Icons.button(
                Feather.ACTIVITY, Words.of("header.inspector"), Words.of("header.inspector.tip"), showInspector);
        inspector.setId("inspector");
        HBox header = new HBox(title, space, retry(), connection(), new HBox(another, inspector, theme, help));
        header.getStyleClass().add("header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private ConnectionIndicator connection() {
        ConnectionIndicator indicator = new ConnectionIndicator();
        indicator.setId("connection");
        indicator.setFocusTraversable(true);
        indicator.connectionStateProperty().bind(model.connection().state());
        return indicator;
    }

    private Button retry() {
        Button retry = new Button(Words.of("reconnect"));
        retry.setId("reconnect");
        retry.getStyleClass().add(Styles.SMALL);
        retry.setMinWidth(USE_PREF_SIZE);
        retry.setTooltip(new Tooltip(Words.of("reconnect.tip")));
        retry.setOnAction(_ -> model.connection().reconnectNow());
        retry.visibleProperty().bind(model.connection().canReconnectProperty());
        retry.managedProperty().bind(retry.visibleProperty());
        return retry;
    }

    private NoticeStack notices() {
        NoticeStack notices = new NoticeStack(model.notices());
        notices.setMaxWidth(520);
        setAlignment(notices, Pos.BOTTOM_CENTER);
        return notices;
    }

    private StackPane keysLayer() {
        keys.getStyleClass().add("keys-layer");
        keys.getChildren().add(new KeysPane(this::toggleKeys));
        keys.setVisible(false);
        keys.setOnMouseClicked(event -> {
            if (event.getTarget() == keys) {
                toggleKeys();
            }
        });
        return keys;
    }

    private void askForList() {
        lists.show(openList);
        openList.begin();
    }

    private void toggleKeys() {
        keys.setVisible(!keys.isVisible());
    }

    private void toggleTheme() {
        dark.set(!dark.get());
    }

    private void pressed(KeyEvent event) {
        if (lists.isDisplay()) {
            // What lies behind hears no keys.
            if (event.getCode() == KeyCode.ESCAPE) {
                lists.hide(true);
                event.consume();
            }
            return;
        }
        if (keys.isVisible() && event.getCode() == KeyCode.ESCAPE) {
            toggleKeys();
        } else if (event.getCode() == KeyCode.F1) {
            toggleKeys();
        } else if (event.getCode() == KeyCode.DOWN && (event.getTarget() == addField || event.getTarget() == search)) {
            list.focusList();
        } else if ((event.getCode() == KeyCode.Z || event.getCode() == KeyCode.Y)
                && event.getTarget() instanceof TextInputControl field
                && (field.isUndoable() || field.isRedoable())) {
            // Undo of typing, where something was typed.
            return;
        } else if (!event.isShortcutDown() || !shortcut(event)) {
            return;
        }
        event.consume();
    }

    private boolean shortcut(KeyEvent event) {
        boolean isOfTodos = tabs.getSelectionModel().isSelected(0);
        if (isOfTodos && CLEAR_COMPLETED.match(event)) {
            model.clearCompleted();
            return true;
        }
        if (isOfTodos && REDO.match(event)) {
            model.history().redo();
            return true;
        }
        if (event.isShiftDown() || event.isAltDown()) {
            return false;
        }
        switch (event.getCode()) {
            case O -> askForList();
            case D -> toggleTheme();
            case R -> model.connection().reconnectNow();
            default -> {
                return tabs.getSelectionModel().isSelected(0) && shortcutOfTodos(event.getCode());
            }
        }
        return true;
    }

    private boolean shortcutOfTodos(KeyCode key) {
        switch (key) {
            case N -> focusAddField();
            case F -> search.requestFocus();
            case Z -> model.history().undo();
            case Y -> model.history().redo();
            case DIGIT1, NUMPAD1 -> model.filterProperty().set(TodoFilter.ALL);
            case DIGIT2, NUMPAD2 -> model.filterProperty().set(TodoFilter.OPEN);
            case DIGIT3, NUMPAD3 -> model.filterProperty().set(TodoFilter.DONE);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A question mark is a character on some keyboards only with Shift: it is heard as typed, not as pressed. */
    private void typed(KeyEvent event) {
        if (event.getCharacter().equals("?") && !(event.getTarget() instanceof TextInputControl)) {
            toggleKeys();
            event.consume();
        }
    }
}
