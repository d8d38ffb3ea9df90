// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.Notice;
import dev.trebuchetfx.demo.model.Notices;
import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
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
        String message = notice.detail().isEmpty() ? notice.text() : notice.text() + "\n" + notice.detail();
        Notification view = new Notification(message, Icons.icon(isError ? Feather.ALERT_CIRCLE : Feather.INFO));
        view.getStyleClass().addAll("notice", Styles.ELEVATED_2, isError ? Styles.DANGER : Styles.ACCENT);
        view.setOnClose(_ -> notices.dismiss(notice));
        view.setAccessibleRole(AccessibleRole.TEXT);
        view.setAccessibleText(message);
        // Never taller than its text, never shorter.
        view.setMinHeight(Region.USE_PREF_SIZE);
        view.setMaxHeight(Region.USE_PREF_SIZE);
        Notice.Action action = notice.action();
        if (action != null) {
            Button button = new Button(action.label());
            button.getStyleClass().add("notice-action");
            button.setOnAction(_ -> notices.act(notice));
            view.setPrimaryActions(button);
        }
        return view;
    }
}
