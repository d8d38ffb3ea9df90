// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import java.util.Objects;
import javafx.scene.Node;
import org.controlsfx.control.PopOver;

/** Pop-overs in the colours of the theme, which stay where they are and go with Esc or a click elsewhere. */
final class PopOvers {
    private PopOvers() {}

    static PopOver of(Node content, PopOver.ArrowLocation arrow) {
        PopOver made = new PopOver(content);
        made.getStyleClass().add("todo-popover");
        made.getRoot()
                .getStylesheets()
                .add(Objects.requireNonNull(PopOvers.class.getResource("todo.css"), "todo.css")
                        .toExternalForm());
        made.setArrowLocation(arrow);
        made.setDetachable(false);
        made.setAnimated(false);
        made.setAutoHide(true);
        made.setHideOnEscape(true);
        return made;
    }
}
