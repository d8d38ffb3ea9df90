// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import dev.trebuchetfx.bindings.LiveItem;
import java.text.NumberFormat;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** A cell with a change in per cent, with its sign. */
final class PercentCell extends TableCell<LiveItem<Price>, Double> {
    private final NumberFormat format = Amounts.percent();

    PercentCell() {
        getStyleClass().addAll("percent-cell", "number");
    }

    @Override
    protected void updateItem(@Nullable Double change, boolean empty) {
        super.updateItem(change, empty);
        setText(change == null || empty ? null : format.format(change.doubleValue()));
    }
}
