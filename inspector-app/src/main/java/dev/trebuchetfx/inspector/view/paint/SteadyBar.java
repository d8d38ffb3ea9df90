// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;

/**
 * A scroll bar from 0 to 1 over something that grows all the time: touched only when its thumb would move by a pixel, since each touch
 * lays it out and paints it again. Confined to the FX thread.
 */
public final class SteadyBar {
    private final ScrollBar bar = new ScrollBar();
    private double most;
    private boolean setting;

    /** {@code moved}: told when the user has moved it. */
    public SteadyBar(Orientation orientation, Runnable moved) {
        bar.setOrientation(orientation);
        bar.setFocusTraversable(false);
        bar.setMax(1);
        bar.valueProperty().subscribe(() -> {
            if (!setting) {
                moved.run();
            }
        });
    }

    /** The bar itself, to be laid out. */
    public ScrollBar node() {
        return bar;
    }

    /** How far it stands from the beginning, in the units of {@link #show}. */
    public double position() {
        return bar.getValue() * most;
    }

    /**
     * Shows where the view stands.
     *
     * @param position how far the view is scrolled, in units of the caller
     * @param limit how far it can be scrolled, in the same units
     * @param share of all, that is in view; from 0 to 1
     * @param unit one step
     * @param block a page
     */
    public void show(double position, double limit, double share, double unit, double block) {
        most = limit;
        double length = bar.getOrientation() == Orientation.VERTICAL ? bar.getHeight() : bar.getWidth();
        double value = limit <= 0 ? 0 : Math.clamp(position / limit, 0, 1);
        boolean moves = Math.abs(value - bar.getValue()) * length >= 0.5
                || Math.abs(share - bar.getVisibleAmount()) * length >= 0.5
                || (value != bar.getValue() && (value == 0 || value == 1));
        bar.setUnitIncrement(limit <= 0 ? 1 : unit / limit);
        bar.setBlockIncrement(limit <= 0 ? 1 : block / limit);
        if (moves) {
            setting = true;
            bar.setVisibleAmount(share);
            bar.setValue(value);
            setting = false;
        }
    }
}
