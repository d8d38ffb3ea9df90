// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import dev.trebuchetfx.inspector.window.InspectorSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An inspector of a client's streams, as a pane to embed or as a window of its own that F12 shows.
 *
 * <p>From {@link #attachTo} on, it remembers the last 1,000 events by reference, without creating an object for each. From the time
 * when it is first shown, it keeps the newest 2,000,000 events, with their bytes in a temporary file of at most 1 GiB. It only watches
 * the client: it sends nothing over its connection and changes nothing.
 *
 * <p>{@link #attachTo}, {@link #open}, {@link #loaded} and {@link #close} may be called on any thread, all other methods only on the FX thread.
 */
public final class Inspector implements AutoCloseable {
    /** The system property that names a file. If it is set, {@link #attachTo} allows other inspectors to attach and writes the address there. */
    public static final String ATTACH_PROPERTY = "trebuchetfx.attach";

    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

    private final InspectorSession session;

    private Inspector(InspectorSession session) {
        this.session = session;
    }

    /** Returns an inspector that captures what {@code client} does from now on. */
    public static Inspector attachTo(TrebuchetClient client) {
        Inspector inspector = new Inspector(InspectorSession.attachTo(client, ActTarget.embedded()));
        String file = System.getProperty(ATTACH_PROPERTY);
        if (file != null) {
            inspector.writeAttachAddress(Path.of(file));
        }
        return inspector;
    }

    private void writeAttachAddress(Path file) {
        try {
            Surroundings.writePrivately(file, allowAttach(0) + "\n");
        } catch (IOException e) {
            LOG.warn("No inspector can attach: the address could not be written to {}", file, e);
        }
    }

    /**
     * Returns an inspector of a capture file, in any of three formats: the project's own, lines of JSON, or HAR. The file may still be growing.
     *
     * @throws IOException if the file can't be read or is not a capture; the message says what was found
     */
    public static Inspector open(Path file) throws IOException {
        return new Inspector(InspectorSession.open(file));
    }

    /** Loads the fonts of the inspector, Inter and JetBrains Mono, so that a host can use them too. On the FX thread. */
    public static void loadFonts() {
        Fonts.register();
    }

    /**
     * Allows an inspector in another process of this machine to attach. Opens a port on the loopback address that sends the capture
     * to any process that knows the token; {@code ./trebuchet inspect --attach ADDRESS} is such a process. The capture holds
     * everything that travels, secrets included.
     *
     * <p>No port is open unless this is called, or the system property {@value #ATTACH_PROPERTY} names a file: then
     * {@link #attachTo} calls it and writes the address to the file.
     *
     * @param port the port to listen on, or 0 for a free one
     * @return the address with its token, such as {@code attach://127.0.0.1:40123/…}; show it to the user only
     * @throws IOException if the port can't be opened
     */
    public String allowAttach(int port) throws IOException {
        return session.allowAttach(port);
    }

    /** Returns a future that completes when a file was read to its end; that of an attached client is complete from the start. */
    public CompletableFuture<Void> loaded() {
        return session.loaded();
    }

    /**
     * Returns the pane, which can be shown in one place. It takes its colours from the style sheet around it, which should be one of
     * AtlantaFX's themes. Each call returns the same pane.
     */
    public Parent view() {
        return session.view();
    }

    /**
     * Makes the window keep its arrangement from one run to the next, in a small file among the user's settings: dividers, chosen
     * tabs, and its size. Call it before {@link #view} or {@link #show}.
     */
    public void rememberLayout() {
        session.rememberLayout();
    }

    /**
     * Returns whether the pane shows everything that was captured so far, so that a picture of it is complete. The pane catches up
     * once in each pulse while its window shows.
     */
    public boolean isCaughtUp() {
        return session.isCaughtUp();
    }

    /**
     * Installs F12 in the windows of {@code host} and of the inspector as the key that shows and hides the inspector. The inspector has a
     * window of its own, which takes over the style sheets of the host and hides when the host hides. The host's scene is not changed.
     */
    public void installOn(Stage host) {
        session.installOn(host);
    }

    /** Shows the window, or brings it to the front. */
    public void show() {
        session.show();
    }

    /** Hides the window; the capture goes on. */
    public void hide() {
        session.hide();
    }

    /** Stops capturing. The captured events can still be looked at while the window shows. Calling it again has no effect. */
    @Override
    public void close() {
        session.close();
    }
}
