// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.client.wire.WireLimits;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.view.InspectorPane;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Function;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a client's streams are doing: a pane to embed, or a window of its own on F12.
 *
 * <p>From {@link #attachTo} on it keeps the newest 50,000 events, at most 32 MiB of them; as long as nothing shows that is all it
 * costs. It only watches: it sends nothing and changes nothing.
 *
 * <p>{@link #attachTo} and {@link #close} may be called by any thread, everything else by the FX thread alone.
 */
public final class Inspector implements AutoCloseable {
    private final EventSource source;
    private final InstantSource clock;
    private final Function<Envelope, Bytes> encoder;
    private @Nullable InspectorModel model;
    private @Nullable InspectorPane pane;
    private @Nullable InspectorWindow window;

    private Inspector(EventSource source, InstantSource clock, Function<Envelope, Bytes> encoder) {
        this.source = source;
        this.clock = clock;
        this.encoder = encoder;
    }

    /** Begins to capture what {@code client} does from now on. */
    public static Inspector attachTo(TrebuchetClient client) {
        InstantSource clock = InstantSource.system();
        TapEvent now = new TapEvent.ConnectionChanged(clock.instant(), 0, client.connectionState());
        return new Inspector(
                ClientSource.attachTo(client.taps(), CaptureLimits.DEFAULT, now),
                clock,
                new EnvelopeCodec(WireLimits.DEFAULT)::encode);
    }

    static Inspector attachTo(TapHub taps, InstantSource clock, Function<Envelope, Bytes> encoder) {
        return new Inspector(ClientSource.attachTo(taps, CaptureLimits.DEFAULT, null), clock, encoder);
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
            model = new InspectorModel(source, clock, encoder, ZoneId.systemDefault());
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
