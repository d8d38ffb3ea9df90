// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FxToolkitExtension.class)
class FxToolkitExtensionTest {

    @Test
    void aSnapshotIsAPictureOfTheScene(@TempDir Path folder) throws IOException {
        Path png = folder.resolve("pictures/label.png");
        Scene scene = FxToolkitExtension.callOnFx(() -> new Scene(new Label("hello"), 120, 40));
        FxToolkitExtension.snapshot(scene, png);
        assertThat(ImageIO.read(png.toFile())).returns(120, image -> image.getWidth());
    }

    @Test
    void whatATaskThrowsIsThrownToTheTest() {
        assertThatThrownBy(() -> FxToolkitExtension.onFx(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("on purpose");
    }
}
