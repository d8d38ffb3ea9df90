// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The tree that JavaFX hands to assistive technology, such as a screen reader: visible nodes with a role, their names and states. Nodes whose role is NODE or PARENT are
 * passed over, and their children stand in their place, as JavaFX does on each system. Scroll bars, empty cells and empty texts are left out. Used on the FX thread.
 */
final class AccessibleTree {
    private static final Set<AccessibleRole> PASSED_OVER = Set.of(AccessibleRole.NODE, AccessibleRole.PARENT);

    /** Roles that tell more than a name: which of several is chosen, or what is open. */
    private static final Set<AccessibleRole> SELECTABLE = Set.of(
            AccessibleRole.CHECK_BOX,
            AccessibleRole.LIST_ITEM,
            AccessibleRole.RADIO_BUTTON,
            AccessibleRole.TAB_ITEM,
            AccessibleRole.TOGGLE_BUTTON,
            AccessibleRole.TREE_ITEM);

    private static final Set<AccessibleRole> CELLS = Set.of(
            AccessibleRole.LIST_ITEM,
            AccessibleRole.TABLE_CELL,
            AccessibleRole.TABLE_ROW,
            AccessibleRole.TREE_ITEM,
            AccessibleRole.TREE_TABLE_CELL,
            AccessibleRole.TREE_TABLE_ROW);

    private static final Set<AccessibleRole> WRITABLE =
            Set.of(AccessibleRole.PASSWORD_FIELD, AccessibleRole.TEXT_AREA, AccessibleRole.TEXT_FIELD);

    private final StringBuilder text = new StringBuilder();

    private AccessibleTree() {}

    /** Returns a line for each node, indented by its depth. */
    static String of(Node root) {
        prepare(root);
        AccessibleTree tree = new AccessibleTree();
        tree.add(root, null, 0);
        return tree.text.toString();
    }

    /** Returns the nodes that the Tab key reaches and that have no name. */
    static List<Node> nameless(Node root) {
        prepare(root);
        List<Node> found = new ArrayList<>();
        addNameless(root, found);
        return List.copyOf(found);
    }

    /** Gives controls their skins, which know the names, also before the first pulse and without a window. */
    private static void prepare(Node root) {
        root.applyCss();
        if (root instanceof Parent parent) {
            parent.layout();
        }
    }

    private static void addNameless(Node node, List<Node> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node.isFocusTraversable() && !node.isDisabled() && nameOf(node).isEmpty()) {
            found.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> addNameless(child, found));
        }
    }

    private void add(Node node, @Nullable Node told, int depth) {
        AccessibleRole role = node.getAccessibleRole();
        if (!node.isVisible() || role == AccessibleRole.SCROLL_BAR) {
            return;
        }
        boolean isTold = role != null
                && !PASSED_OVER.contains(role)
                && !(role == AccessibleRole.TEXT && nameOf(node).isEmpty())
                && !isDrawnBy(told, node);
        int begin = text.length();
        if (isTold) {
            text.append("  ".repeat(depth)).append(line(role, node)).append('\n');
        }
        int end = text.length();
        if (node instanceof Parent parent) {
            Node over = isTold ? node : told;
            int below = isTold ? depth + 1 : depth;
            parent.getChildrenUnmodifiable().forEach(child -> add(child, over, below));
        }
        boolean isEmptyCell = CELLS.contains(role) && nameOf(node).isEmpty() && text.length() == end;
        if (isEmptyCell) {
            text.setLength(begin);
        }
    }

    /** Says if {@code node} only draws a text that the control around it tells already. */
    private static boolean isDrawnBy(@Nullable Node control, Node node) {
        return node instanceof Text
                && control != null
                && (WRITABLE.contains(control.getAccessibleRole())
                        || !nameOf(control).isEmpty());
    }

    private static String line(AccessibleRole role, Node node) {
        StringBuilder line =
                new StringBuilder(role.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        String name = nameOf(node);
        if (!name.isEmpty()) {
            line.append(" “").append(name.replace("\n", "⏎")).append('”');
        }
        if (SELECTABLE.contains(role) && isTrue(node, AccessibleAttribute.SELECTED)) {
            line.append(", selected");
        }
        if (isTrue(node, AccessibleAttribute.EXPANDED)) {
            line.append(", expanded");
        }
        if (node.isDisabled()) {
            line.append(", disabled");
        }
        String help = node.getAccessibleHelp();
        if (help != null && !help.isEmpty()) {
            line.append(" (").append(help).append(')');
        }
        return line.toString();
    }

    private static boolean isTrue(Node node, AccessibleAttribute attribute) {
        return Boolean.TRUE.equals(node.queryAccessibleAttribute(attribute));
    }

    private static String nameOf(Node node) {
        String own = textOf(node);
        if (own.isEmpty() && node.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) instanceof Node label) {
            return textOf(label);
        }
        return own;
    }

    private static String textOf(Node node) {
        @Nullable Object told = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
        if (told instanceof String name && !name.isBlank()) {
            return name.strip();
        }
        String given = node.getAccessibleText();
        return given == null ? "" : given.strip();
    }
}
