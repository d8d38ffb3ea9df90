import org.jspecify.annotations.NullMarked;

/** The todo application: a window that shows live remote state, and a tour that plays all that it can do. */
@NullMarked
module dev.trebuchetfx.demo {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.client;
    requires dev.trebuchetfx.bindings;
    requires dev.trebuchetfx.bindings.controls;
    requires org.controlsfx.controls;
    requires dev.trebuchetfx.inspector;
    requires dev.trebuchetfx.server;
    requires transitive javafx.base;
    requires transitive javafx.graphics;
    requires transitive javafx.controls;
    requires atlantafx.base;
    requires org.kordamp.ikonli.core;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.feather;
    requires javafx.swing;
    requires java.desktop;
    requires java.prefs;
    requires tools.jackson.databind;
    requires transitive info.picocli;

    exports dev.trebuchetfx.demo.model;
    exports dev.trebuchetfx.demo.view;
    exports dev.trebuchetfx.demo.cli;

    // The records of the state are read from JSON.
    opens dev.trebuchetfx.demo.model to
            tools.jackson.databind;
    opens dev.trebuchetfx.demo.remote to
            tools.jackson.databind;
    // Its style sheet is loaded by the toolkit too.
    opens dev.trebuchetfx.demo.market to
            tools.jackson.databind,
            javafx.graphics;
    opens dev.trebuchetfx.demo.cli to
            info.picocli;
    // The server calls the methods of the market.
    opens dev.trebuchetfx.demo.host to
            dev.trebuchetfx.server;
    // Style sheets are loaded by the toolkit.
    opens dev.trebuchetfx.demo.view to
            javafx.graphics;
}
