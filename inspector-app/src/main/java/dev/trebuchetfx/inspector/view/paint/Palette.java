// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.inspector.analysis.Verdict;
import javafx.scene.paint.Color;

/**
 * The colours of the drawn panes, one set for each theme.
 *
 * <p>Verdicts have the colours of Okabe and Ito, which stay apart for every kind of colour vision; text never has them, and no
 * verdict is told by its colour alone.
 */
public record Palette(
        boolean dark,
        Color background,
        Color raised,
        Color text,
        Color muted,
        Color line,
        Color selection,
        Color accent,
        Color blue,
        Color sky,
        Color green,
        Color orange,
        Color vermilion,
        Color purple,
        Color grey) {

    public static final Palette LIGHT = new Palette(
            false,
            Color.web("#ffffff"),
            Color.web("#f6f8fa"),
            Color.web("#1f2328"),
            Color.web("#57606a"),
            Color.web("#d0d7de"),
            Color.web("#ddf4ff"),
            Color.web("#0969da"),
            Color.web("#0072b2"),
            Color.web("#56b4e9"),
            Color.web("#009e73"),
            Color.web("#e69f00"),
            Color.web("#d55e00"),
            Color.web("#cc79a7"),
            Color.web("#6b7280"));

    public static final Palette DARK = new Palette(
            true,
            Color.web("#0d1117"),
            Color.web("#161b22"),
            Color.web("#e6edf3"),
            Color.web("#9198a1"),
            Color.web("#30363d"),
            Color.web("#1b2f4b"),
            Color.web("#58a6ff"),
            Color.web("#2b8fd0"),
            Color.web("#56b4e9"),
            Color.web("#12b886"),
            Color.web("#e69f00"),
            Color.web("#e8702a"),
            Color.web("#cc79a7"),
            Color.web("#8b949e"));

    /** The colour of a verdict's shape. */
    public Color of(Verdict verdict) {
        return switch (verdict) {
            case LIVE -> blue;
            case DELTA -> sky;
            case REPLAY, OVERLAP, HEALED -> green;
            case DUPLICATE, REORDERED, AMBIGUOUS -> orange;
            case MISSING, UNDECODABLE, ERROR -> vermilion;
            case RESTART, RESUME -> purple;
            case SKIPPED, UNSEEN, UNPLACED, CALL, CONTROL, HEARTBEAT, CONNECTION -> grey;
        };
    }

    /** The colour of a freshness's shape. */
    public Color of(Freshness freshness) {
        return switch (freshness) {
            case LIVE -> blue;
            case CATCHING_UP -> green;
            case STALE, RESYNCING -> orange;
            case ENDED -> grey;
            case FAILED -> vermilion;
        };
    }
}
