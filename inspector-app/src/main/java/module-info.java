// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The inspector of live streams, sequence gaps and replays of a client: a pane, an application, and commands for a terminal. */
@NullMarked
module dev.trebuchetfx.inspector {
    requires transitive dev.trebuchetfx.client;
    requires transitive javafx.graphics;
    requires javafx.base;
    requires javafx.controls;
    requires javafx.swing;
    requires java.desktop;
    requires java.net.http;
    requires java.prefs;
    requires static org.jspecify;
    requires info.picocli;
    requires atlantafx.base;
    requires org.kordamp.ikonli.core;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.feather;
    requires io.netty.buffer;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.transport;
    requires org.slf4j;
    requires jdk.httpserver;

    exports dev.trebuchetfx.inspector;
    exports dev.trebuchetfx.inspector.cli;
    exports dev.trebuchetfx.inspector.replay;
    // The benchmarks measure these.
    exports dev.trebuchetfx.inspector.analysis to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.board to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.capture to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.format to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.source to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.app to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.model to
            dev.trebuchetfx.benchmark;
    // The command line says what went wrong in the same words.
    exports dev.trebuchetfx.inspector.text to
            dev.trebuchetfx.commandline;
    exports dev.trebuchetfx.inspector.query to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.view to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.audit to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.state to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.verdict to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.survey to
            dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.inspector.worker to
            dev.trebuchetfx.benchmark;

    // The command line reads its options into fields.
    opens dev.trebuchetfx.inspector.cli to
            info.picocli;
}
