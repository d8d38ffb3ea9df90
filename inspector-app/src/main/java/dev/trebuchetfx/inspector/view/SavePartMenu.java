// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.CaptureFiles;
import dev.trebuchetfx.inspector.model.SavedPart;
import java.util.Locale;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;

/** Asks which part to save; what there is none of can't be chosen. */
final class SavePartMenu {
    private final ContextMenu menu = new ContextMenu();

    SavePartMenu(CaptureFiles files, FileDialogs dialogs) {
        menu.setId("save-part");
        for (SavedPart.Kind kind : SavedPart.Kind.values()) {
            MenuItem item = new MenuItem("Save " + kind.words() + "…");
            item.setId("save-" + kind.name().toLowerCase(Locale.ROOT));
            item.setOnAction(event -> dialogs.save(kind));
            item.setUserData(kind);
            menu.getItems().add(item);
        }
        menu.setOnShowing(event -> menu.getItems()
                .forEach(item -> item.setDisable(
                        item.getUserData() instanceof SavedPart.Kind kind && files.part(kind) == null)));
    }

    void show(Node table) {
        menu.show(table, Side.TOP, 24, 40);
    }
}
