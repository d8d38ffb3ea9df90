// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.CaptureFiles;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks where to save a capture, or which to open. */
final class FileDialogs {
    private final CaptureFiles files;
    private final Supplier<@Nullable Window> window;
    private Consumer<Path> opens = file -> {};

    /** {@code window}: that over which the dialogs show. */
    FileDialogs(CaptureFiles files, Supplier<@Nullable Window> window) {
        this.files = files;
        this.window = window;
    }

    private static @Nullable Path path(@Nullable File file) {
        return file == null ? null : file.toPath();
    }

    void setOnOpen(Consumer<Path> opener) {
        opens = opener;
    }

    void save() {
        FileChooser chooser = chooser("Save the capture, without its secrets");
        chooser.setInitialFileName("capture" + CaptureFiles.DEFAULT_EXTENSION);
        Path file = path(chooser.showSaveDialog(window.get()));
        if (file != null) {
            files.save(file);
        }
    }

    void open() {
        Path file = path(chooser("Open a capture").showOpenDialog(window.get()));
        if (file != null) {
            opens.accept(file);
        }
    }

    private static FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Captures", "*.tfx", "*.ndjson", "*.har"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        return chooser;
    }
}
