// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import dev.trebuchetfx.bindings.LiveItem;
import java.text.NumberFormat;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** A cell with a price, in the colour and with the arrow of its last change. */
final class PriceCell extends TableCell<LiveItem<Price>, Double> {
    private static final PseudoClass UP = PseudoClass.getPseudoClass("up");
    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");

    private final NumberFormat format = Amounts.price();
    private @Nullable LiveItem<Price> row;
    private double last;

    PriceCell() {
        getStyleClass().addAll("price-cell", "number");
    }

    @Override
    protected void updateItem(@Nullable Double price, boolean empty) {
        super.updateItem(price, empty);
        LiveItem<Price> now =
                empty || getTableRow() == null ? null : getTableRow().getItem();
        if (price == null || now == null) {
            setText(null);
            row = null;
            mark(0);
            return;
        }
        if (now != row) {
            mark(0);
        } else if (price != last) {
            mark(Double.compare(price, last));
        }
        row = now;
        last = price;
        setText(format.format(price.doubleValue()));
    }

    private void mark(int direction) {
        pseudoClassStateChanged(UP, direction > 0);
        pseudoClassStateChanged(DOWN, direction < 0);
    }
}
