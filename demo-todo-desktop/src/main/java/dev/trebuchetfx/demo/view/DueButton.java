// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.DueDate;
import dev.trebuchetfx.demo.model.Urgency;
import dev.trebuchetfx.demo.text.Words;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The due date in a row, by word, shape and colour; where there is none, the way to set one. */
final class DueButton extends Button {
    private static final PseudoClass UNSET = PseudoClass.getPseudoClass("unset");

    private final FontIcon icon = Icons.icon(Feather.CALENDAR);
    private final Tooltip tip = new Tooltip();

    DueButton(Runnable open) {
        getStyleClass().add("due-button");
        setGraphic(icon);
        setTooltip(tip);
        setFocusTraversable(false);
        setMinWidth(USE_PREF_SIZE);
        setOnAction(_ -> open.run());
    }

    /** Shows a due date, or the way to set one for null. */
    void show(@Nullable DueDate due) {
        for (Urgency each : Urgency.values()) {
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)),
                    due != null && due.urgency() == each);
        }
        pseudoClassStateChanged(UNSET, due == null);
        icon.setIconCode(due == null ? Feather.CALENDAR : shape(due.urgency()));
        setText(due == null ? "" : due.words());
        String name = due == null ? Words.of("due.set") : Words.of("due.change", due.spoken());
        setAccessibleText(name);
        tip.setText(Words.of("due.tip", name));
    }

    private static Feather shape(Urgency urgency) {
        return switch (urgency) {
            case OVERDUE -> Feather.ALERT_CIRCLE;
            case TODAY -> Feather.SUN;
            case TOMORROW -> Feather.SUNRISE;
            case LATER, DONE -> Feather.CALENDAR;
        };
    }
}
