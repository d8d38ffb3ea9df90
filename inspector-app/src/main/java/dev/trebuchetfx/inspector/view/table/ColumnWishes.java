// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.table;

import dev.trebuchetfx.inspector.view.table.ColumnLayout.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/** What the user made of the columns: which are hidden, and how wide the others are. Confined to the FX thread. */
final class ColumnWishes {
    static final double LEAST = 28;
    static final double MOST = 900;

    private final Map<Column, Double> widths = new EnumMap<>(Column.class);
    private final Set<Column> hidden = EnumSet.noneOf(Column.class);
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");

    /** Null where nothing was wished for. */
    @Nullable
    Double width(Column column) {
        return widths.get(column);
    }

    boolean isHidden(Column column) {
        return hidden.contains(column);
    }

    /** The preview takes what the others leave: it has no width of its own. */
    void setWidth(Column column, double width) {
        if (column != Column.PREVIEW) {
            widths.put(column, Math.clamp(Math.rint(width), LEAST, MOST));
            changed();
        }
    }

    /** Hides or shows a column; one must stay. Returns whether it is so now. */
    boolean setHidden(Column column, boolean hide) {
        if (hide && hidden.size() >= Column.values().length - 1) {
            return false;
        }
        if (hide ? hidden.add(column) : hidden.remove(column)) {
            changed();
        }
        return true;
    }

    /** As they were at first. */
    void reset() {
        widths.clear();
        hidden.clear();
        changed();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    /** Changes with every wish. */
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** For {@link #restore}: {@code time=120 -size}. */
    String saved() {
        List<String> words = new ArrayList<>();
        for (Column column : Column.values()) {
            String name = column.name().toLowerCase(Locale.ROOT);
            Double width = widths.get(column);
            if (width != null) {
                words.add(name + "=" + Math.round(width));
            }
            if (hidden.contains(column)) {
                words.add("-" + name);
            }
        }
        return String.join(" ", words);
    }

    /** What can't be understood, such as a column of another version, is passed over. */
    void restore(String saved) {
        widths.clear();
        hidden.clear();
        for (String word : saved.strip().split(" +", -1)) {
            boolean hide = word.startsWith("-");
            int equals = word.indexOf('=');
            Column column = named(hide ? word.substring(1) : equals < 0 ? word : word.substring(0, equals));
            if (column == null) {
                continue;
            }
            if (hide) {
                setHidden(column, true);
            } else if (word.substring(equals + 1).matches("[0-9]{1,5}")) {
                setWidth(column, Integer.parseInt(word.substring(equals + 1)));
            }
        }
        changed();
    }

    private static @Nullable Column named(String name) {
        for (Column column : Column.values()) {
            if (column.name().equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }
}
