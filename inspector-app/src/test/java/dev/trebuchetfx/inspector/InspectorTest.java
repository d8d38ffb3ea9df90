// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import static dev.trebuchetfx.bindings.FxToolkitExtension.callOnFx;
import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.FxToolkitExtension;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What applications call. */
@ExtendWith(FxToolkitExtension.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class InspectorTest {
    @TempDir
    private Path folder;

    @AfterEach
    void hideAll() {
        onFx(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    private static int windows() {
        return callOnFx(() -> Window.getWindows().size());
    }

    @Test
    void showsAndHidesAWindowOfItsOwn() throws IOException {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build();
                Inspector inspector = Inspector.attachTo(client)) {
            assertThat(inspector.loaded()).isCompleted();
            onFx(() -> {
                Stage host = new Stage();
                host.setScene(new Scene(new Pane()));
                host.getScene().setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
                inspector.installOn(host);
            });
            assertThat(windows()).isZero();
            onFx(inspector::show);
            assertThat(windows()).isOne();
            assertThat(callOnFx(inspector::view)).isSameAs(callOnFx(inspector::view));
            await().until(() -> callOnFx(inspector::isCaughtUp));
            onFx(inspector::hide);
            assertThat(windows()).isZero();
        }
    }

    @Test
    void allowsOthersToAttach() throws IOException {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build();
                Inspector inspector = Inspector.attachTo(client)) {
            assertThat(callOnFx(() -> inspector.allowAttach(0))).startsWith("attach://127.0.0.1:");
        }
    }

    @Test
    void opensOnlyCaptures() throws IOException {
        Path file = folder.resolve("capture.tfx");
        CaptureFormat.OWN
                .create(file, new CaptureNote("a test", Instant.EPOCH, null))
                .close();
        try (Inspector inspector = Inspector.open(file)) {
            assertThat(callOnFx(inspector::view)).isNotNull();
            inspector.loaded().join();
        }
        assertThatThrownBy(() -> Inspector.open(folder.resolve("missing.tfx"))).isInstanceOf(IOException.class);
    }
}
