// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.graph.GraphPicture;
import dev.trebuchetfx.inspector.view.graph.GraphView;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.control.Alert;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Gives the graph that shows away: as a file, or to the clipboard. */
final class GraphExport {
    private final GraphView graph;
    private final MenuButton button = new MenuButton("Save graph", new FontIcon(Feather.DOWNLOAD));

    GraphExport(GraphView graph) {
        this.graph = graph;
        button.setId("graph-export");
        button.getStyleClass().addAll("flat", "small-menu");
        button.setTooltip(new Tooltip("As SVG or PNG (Ctrl+Shift+G)"));
        MenuItem svg = new MenuItem("As SVG…");
        svg.setId("graph-svg");
        svg.setOnAction(event -> choose("svg"));
        MenuItem png = new MenuItem("As PNG…");
        png.setId("graph-png");
        png.setOnAction(event -> choose("png"));
        MenuItem copy = new MenuItem("Copy as a picture");
        copy.setId("graph-copy");
        copy.setOnAction(event -> copy());
        button.getItems().addAll(svg, png, copy);
    }

    MenuButton button() {
        return button;
    }

    void choose() {
        choose("svg");
    }

    private void choose(String format) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the graph");
        chooser.setInitialFileName("graph." + format);
        FileChooser.ExtensionFilter svg = new FileChooser.ExtensionFilter("SVG", "*.svg");
        FileChooser.ExtensionFilter png = new FileChooser.ExtensionFilter("PNG", "*.png");
        chooser.getExtensionFilters().addAll(svg, png);
        chooser.setSelectedExtensionFilter(format.equals("svg") ? svg : png);
        File file = chooser.showSaveDialog(graph.getScene().getWindow());
        if (file != null) {
            String problem = write(file.toPath());
            if (problem != null) {
                Alert alert = new Alert(Alert.AlertType.ERROR, problem);
                alert.initOwner(graph.getScene().getWindow());
                alert.show();
            }
        }
    }

    /** Returns why it was not written; null where it was. */
    @Nullable
    String write(Path file) {
        GraphPicture picture = graph.picture();
        if (picture == null) {
            return "There is no graph to save: choose a stream that has updates.";
        }
        if (!GraphPicture.isSvg(file) && !GraphPicture.isPng(file)) {
            return "Expected a file whose name ends in .svg or .png but found " + file.getFileName();
        }
        try {
            picture.write(file);
            return null;
        } catch (IOException e) {
            return "The graph could not be written to " + file + ": " + Texts.failure(e);
        }
    }

    private void copy() {
        GraphPicture picture = graph.picture();
        if (picture != null) {
            Image image = picture.image();
            ClipboardContent content = new ClipboardContent();
            content.putImage(image);
            Clipboard.getSystemClipboard().setContent(content);
        }
    }
}
