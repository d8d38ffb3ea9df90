// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Ready-made parts of a window that show how far remote state can be trusted, and the changes that wait. */
@NullMarked
module dev.trebuchetfx.bindings.controls {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.bindings;
    requires transitive javafx.controls;
    requires transitive org.controlsfx.controls;

    // FXML makes the parts and sets their properties; the style sheets are read by JavaFX.
    exports dev.trebuchetfx.bindings.controls;

    opens dev.trebuchetfx.bindings.controls to
            javafx.graphics;
}
