// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.source.FileSource;
import dev.trebuchetfx.inspector.view.InspectorPane;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a client's streams are doing: a pane to embed, or a window of its own on F12.
 *
 * <p>From {@link #attachTo} on it remembers the last 1,000 events, by reference, which costs no object an event. From the moment it is
 * first shown it keeps the newest 2,000,000, with their bytes in a temporary file of at most 1 GiB. It only watches: it sends nothing
 * and changes nothing.
 *
 * <p>{@link #attachTo} and {@link #close} may be called by any thread, everything else by the FX thread alone.
 */
public final class Inspector implements AutoCloseable {
    private final EventSource source;
    private final InstantSource clock;
    private CompletableFuture<Void> loaded = CompletableFuture.completedFuture(null);
    private @Nullable InspectorModel model;
    private @Nullable InspectorPane pane;
    private @Nullable InspectorWindow window;

    private Inspector(EventSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Begins to capture what {@code client} does from now on. */
    public static Inspector attachTo(TrebuchetClient client) {
        InstantSource clock = InstantSource.system();
        TapEvent now = new TapEvent.ConnectionChanged(clock.instant(), 0, client.connectionState());
        return attachTo(client.taps(), clock, now);
    }

    static Inspector attachTo(TapHub taps, InstantSource clock, @Nullable TapEvent first) {
        return new Inspector(
                ClientSource.attachTo(taps, Surroundings.temporaryLog(CaptureLimits.DEFAULT), first), clock);
    }

    /**
     * Shows a capture file: in our own format, as lines of JSON, or as HAR; also one that is still being written.
     *
     * @throws IOException with what was found, if it is no capture
     */
    public static Inspector open(Path file) throws IOException {
        FileSource source = Surroundings.file(file);
        Inspector inspector = new Inspector(source, InstantSource.system());
        inspector.loaded = source.loaded();
        return inspector;
    }

    /** Completes when what there was from the beginning is there to be shown: for a file when it was read once, for a client at once. */
    public CompletableFuture<Void> loaded() {
        return loaded;
    }

    /**
     * The pane, to be shown anywhere, once. It takes its colours from the style sheet around it, which should be one of
     * AtlantaFX's themes.
     */
    public Parent view() {
        if (pane == null) {
            pane = new InspectorPane(model());
        }
        return pane;
    }

    InspectorModel model() {
        if (model == null) {
            model = new InspectorModel(
                    source, clock, ZoneId.systemDefault(), Surroundings.threads("trebuchet-inspector"));
        }
        return model;
    }

    /**
     * Makes F12 in the windows of {@code host} and of the inspector show and hide the inspector, in a window of its own that has
     * the style sheets of the host and goes when the host goes. The host's scene is left as it is.
     */
    public void installOn(Stage host) {
        window().installOn(host);
    }

    /** Loads the fonts that come with the inspector, so that a host can look like it: Inter and JetBrains Mono. On the FX thread. */
    public static void loadFonts() {
        Fonts.register();
    }

    /** Shows the window, or brings it to the front. */
    public void show() {
        window().show();
    }

    /** Hides the window; the capture goes on. */
    public void hide() {
        if (window != null) {
            window.hide();
        }
    }

    private InspectorWindow window() {
        if (window == null) {
            window = new InspectorWindow(view());
        }
        return window;
    }

    Stage stage() {
        return window().stage();
    }

    /** Stops capturing. What was captured stays to be looked at while the window shows. More than once does no harm. */
    @Override
    public void close() {
        source.close();
    }
}
