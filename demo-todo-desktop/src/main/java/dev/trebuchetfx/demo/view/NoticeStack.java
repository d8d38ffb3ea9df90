// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.Notice;
import dev.trebuchetfx.demo.model.Notices;
import dev.trebuchetfx.demo.text.Words;
import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The notices, above the list's lower edge, the newest lowest. */
final class NoticeStack extends VBox {
    private final Notices notices;
    private final Map<Notice, Node> views = new HashMap<>();

    NoticeStack(Notices notices) {
        this.notices = notices;
        getStyleClass().add("notice-stack");
        setId("notices");
        setAlignment(Pos.BOTTOM_CENTER);
        setPickOnBounds(false);
        notices.shown().addListener((ListChangeListener<Notice>) _ -> refresh());
        refresh();
    }

    private void refresh() {
        views.keySet().retainAll(notices.shown());
        getChildren()
                .setAll(notices.shown().stream()
                        .map(notice -> views.computeIfAbsent(notice, this::view))
                        .toList());
    }

    private Node view(Notice notice) {
        boolean isError = notice.severity() == Notice.Severity.ERROR;
        VBox words = new VBox(wrapped(notice.text(), "notice-text"));
        if (!notice.detail().isEmpty()) {
            words.getChildren().add(wrapped(notice.detail(), "notice-detail"));
        }
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox view = new HBox(Icons.icon(isError ? Feather.ALERT_CIRCLE : Feather.INFO), words);
        view.getStyleClass().addAll("notice", Styles.ELEVATED_2, isError ? "error" : "information");
        view.setAlignment(Pos.CENTER_LEFT);
        view.setAccessibleRole(AccessibleRole.TEXT);
        view.setAccessibleText(notice.text() + ". " + notice.detail());
        Notice.Action action = notice.action();
        if (action != null) {
            Button button = new Button(action.label());
            button.getStyleClass().addAll("notice-action", Styles.SMALL);
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> notices.act(notice));
            view.getChildren().add(button);
        }
        view.getChildren()
                .add(Icons.button(Feather.X, Words.of("dismiss"), Words.of("dismiss"), () -> notices.dismiss(notice)));
        return view;
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
