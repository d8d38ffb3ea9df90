// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.CaptureFiles;
import dev.trebuchetfx.inspector.model.SavedPart;
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
        save(SavedPart.Kind.EVERYTHING);
    }

    /** Asks where to save a part; says so where there is nothing of that kind. */
    void save(SavedPart.Kind kind) {
        SavedPart part = files.part(kind);
        if (part == null) {
            files.tell("Nothing to save: " + missing(kind));
            return;
        }
        FileChooser chooser = chooser("Save " + kind.words() + ", without secrets");
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(
                        "Sequence numbers as a table", "*" + CaptureFiles.TABLE_EXTENSION));
        chooser.setInitialFileName("capture" + CaptureFiles.DEFAULT_EXTENSION);
        Path file = path(chooser.showSaveDialog(window.get()));
        if (file != null) {
            files.save(file, part);
        }
    }

    private static String missing(SavedPart.Kind kind) {
        return switch (kind) {
            case EVERYTHING -> "nothing was captured.";
            case SHOWN -> "the filter shows no message.";
            case SELECTED -> "no message is selected.";
            case MARKED -> "no message is marked; M marks one.";
            case RANGE -> "no range of time is chosen; drag over the overview.";
        };
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
