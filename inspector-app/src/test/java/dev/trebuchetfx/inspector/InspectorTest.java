// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What applications call. */
@HeadlessFx
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class InspectorTest {
    @TempDir
    private Path folder;

    private static int windows() {
        return FxTesting.call(() -> Window.getWindows().size());
    }

    @Test
    void showsAndHidesAWindowOfItsOwn() throws IOException {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build();
                Inspector inspector = Inspector.attachTo(client)) {
            assertThat(inspector.loaded()).isCompleted();
            FxTesting.run(() -> {
                Stage host = new Stage();
                host.setScene(new Scene(new Pane()));
                host.getScene().setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
                inspector.installOn(host);
            });
            assertThat(windows()).isZero();
            FxTesting.run(inspector::show);
            assertThat(windows()).isOne();
            assertThat(FxTesting.call(inspector::view)).isSameAs(FxTesting.call(inspector::view));
            await().until(() -> FxTesting.call(inspector::isCaughtUp));
            FxTesting.run(inspector::hide);
            assertThat(windows()).isZero();
        }
    }

    /** Its style sheet needs the colours of a theme of AtlantaFX, and JavaFX warns of each one that is missing, which fails a test here. */
    @Test
    void hasItsColoursInAnApplicationThatHasTheThemeOfJavaFx() throws IOException {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build();
                Inspector inspector = Inspector.attachTo(client)) {
            FxTesting.run(() -> {
                Stage host = new Stage();
                host.setScene(new Scene(new Pane()));
                inspector.installOn(host);
                inspector.show();
            });
            await().until(() -> FxTesting.call(inspector::isCaughtUp));
            FxTesting.awaitPulse();
            assertThat(FxTesting.call(() -> ((Region) inspector.view()).getBackground()))
                    .isNotNull();
        }
    }

    @Test
    void allowsOthersToAttach() throws IOException {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build();
                Inspector inspector = Inspector.attachTo(client)) {
            assertThat(FxTesting.call(() -> inspector.allowAttach(0))).startsWith("attach://127.0.0.1:");
        }
    }

    @Test
    void opensOnlyCaptures() throws IOException {
        Path file = folder.resolve("capture.tfx");
        CaptureFormat.OWN
                .create(file, new CaptureNote("a test", Instant.EPOCH, null))
                .close();
        try (Inspector inspector = Inspector.open(file)) {
            assertThat(FxTesting.call(inspector::view)).isNotNull();
            inspector.loaded().join();
        }
        assertThatThrownBy(() -> Inspector.open(folder.resolve("missing.tfx"))).isInstanceOf(IOException.class);
    }
}
