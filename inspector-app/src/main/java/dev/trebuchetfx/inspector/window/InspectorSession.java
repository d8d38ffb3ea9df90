// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.Taps;
import dev.trebuchetfx.inspector.act.ActModel;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.app.LayoutFile;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.attach.AttachPort;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.LayoutMemory;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.source.FileSource;
import dev.trebuchetfx.inspector.view.InspectorPane;
import dev.trebuchetfx.inspector.view.PaneCommands;
import dev.trebuchetfx.inspector.view.PaneLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * An inspector of the events of one source: its models, its pane and its window. The class {@code Inspector} of the exported package shows
 * applications a part of it.
 *
 * <p>The static methods, {@link #allowAttach}, {@link #loaded} and {@link #close} may be called on any thread, all other methods only on
 * the FX thread. {@link #rememberLayout} may also be called by the thread that made the inspector, before the FX thread has it.
 */
public final class InspectorSession implements AutoCloseable {
    private final EventSource source;
    private final InstantSource clock;
    private final Executor reading;
    private final boolean remembers;
    private final ActModel act;
    private final AtomicReference<@Nullable AttachPort> attachPort = new AtomicReference<>();
    private CompletableFuture<Void> loaded = CompletableFuture.completedFuture(null);
    private @Nullable InspectorModel model;
    private @Nullable BoardModel board;
    private @Nullable InspectorPane pane;
    private @Nullable InspectorWindow window;
    private @Nullable LayoutMemory layout;

    private InspectorSession(EventSource source, ActTarget target, InstantSource clock) {
        this(source, target, clock, Surroundings.threads("trebuchet-inspector"), true);
    }

    /**
     * Creates an inspector.
     *
     * @param reading runs what reads the log
     * @param remembers whether the history of filters is kept from one run to the next
     */
    private InspectorSession(
            EventSource source, ActTarget target, InstantSource clock, Executor reading, boolean remembers) {
        this.act = new ActModel(target, clock);
        this.source = source;
        this.clock = clock;
        this.reading = reading;
        this.remembers = remembers;
    }

    /**
     * Returns an inspector that captures what {@code client} does from now on.
     *
     * @param target the server that the panel Send may act on, over connections of its own
     */
    public static InspectorSession attachTo(TrebuchetClient client, ActTarget target) {
        InstantSource clock = InstantSource.system();
        TapEvent now = new TapEvent.ConnectionChanged(clock.instant(), 0, client.connectionState());
        return new InspectorSession(
                ClientSource.attachTo(client.taps(), Surroundings.temporaryLog(CaptureLimits.DEFAULT), now),
                target,
                clock);
    }

    /**
     * Returns an inspector of what {@code source} captures. Closing the inspector closes the source.
     *
     * @param target the server that the panel Send may act on
     */
    public static InspectorSession of(EventSource source, ActTarget target) {
        return new InspectorSession(source, target, InstantSource.system());
    }

    /** Returns an inspector of the events of a hub, without the history of earlier runs. */
    static InspectorSession attachTo(Taps taps, InstantSource clock, @Nullable TapEvent first) {
        return attachTo(taps, clock, first, Surroundings.threads("trebuchet-inspector"));
    }

    /**
     * Returns an inspector of the events of a hub, without the history of earlier runs.
     *
     * @param first an event to begin with, or null for none
     * @param reading runs what reads the log; if it runs tasks in place, events show at once
     */
    static InspectorSession attachTo(Taps taps, InstantSource clock, @Nullable TapEvent first, Executor reading) {
        return new InspectorSession(
                ClientSource.attachTo(taps, Surroundings.temporaryLog(CaptureLimits.DEFAULT), first),
                ActTarget.embedded(),
                clock,
                reading,
                false);
    }

    /**
     * Returns an inspector of a capture file, which may still be growing.
     *
     * @throws IOException if the file can't be read or is not a capture; the message says what was found
     */
    public static InspectorSession open(Path file) throws IOException {
        FileSource source = Surroundings.file(file);
        InspectorSession inspector = new InspectorSession(source, ActTarget.file(), InstantSource.system());
        inspector.loaded = source.loaded();
        return inspector;
    }

    /**
     * Opens a port on the loopback address that sends the capture to any process that knows the token. A port that was opened before is
     * closed. May be called on any thread.
     *
     * @param port the port to listen on, or 0 for a free one
     * @return the address with its token
     * @throws IOException if the port can't be opened
     */
    public String allowAttach(int port) throws IOException {
        source.start();
        AttachPort opened = Surroundings.attachPort(port, source.log());
        AttachPort before = attachPort.getAndSet(opened);
        if (before != null) {
            before.close();
        }
        return opened.address().toString();
    }

    /** Returns a future that completes when a file was read to its end; for any other source it is complete from the start. */
    public CompletableFuture<Void> loaded() {
        return loaded;
    }

    /** Returns the pane, which can be shown in one place. Each call returns the same pane. */
    public Parent view() {
        if (pane == null) {
            pane = new InspectorPane(model(), board());
            pane.setOnOpen(this::openBeside);
            PaneCommands.installOn(pane, act, this::writeTest);
            if (layout != null) {
                PaneLayout.remember(pane, layout, board().openProperty());
            }
        }
        return pane;
    }

    /** Opens a capture file in a window of its own, with the style of this one. */
    private void openBeside(Path file) {
        try {
            InspectorSession opened = open(file);
            opened.window().likeThat(view().getScene());
            opened.stage().setTitle("Trebuchet FX inspector · " + file.getFileName());
            opened.stage().setOnHidden(event -> opened.close());
            opened.show();
        } catch (IOException e) {
            model().files().tell("Can't open " + file.getFileName() + ": " + e.getMessage());
        }
    }

    /** Returns the view model of the overview and the drawer. Each call returns the same one. */
    BoardModel board() {
        if (board == null) {
            board = new BoardModel(model(), ZoneId.systemDefault(), Surroundings.threads("trebuchet-inspector-survey"));
        }
        return board;
    }

    /** Makes the window keep its arrangement in a file among the user's settings. Has an effect only before the first call of {@link #view}. */
    public void rememberLayout() {
        remember(LayoutFile.ofUser());
    }

    /** Makes the window keep its arrangement in {@code memory}. Has an effect only before the first call of {@link #view}. */
    void remember(LayoutMemory memory) {
        layout = memory;
    }

    /** Writes a JUnit test of the messages that pass the filter into {@code folder}; the status line of files shows the result. */
    void writeTest(Path folder) {
        new TestWriter(source.log(), model(), clock).write(folder);
    }

    /** Returns the view model of all but the overview and the drawer. Each call returns the same one. */
    InspectorModel model() {
        if (model == null) {
            model = new InspectorModel(
                    source, clock, ZoneId.systemDefault(), reading, Surroundings.threads("trebuchet-inspector-state"));
            if (remembers) {
                model.table()
                        .filter()
                        .history()
                        .remember(Surroundings.rememberedFilters(), Surroundings::rememberFilters);
            }
        }
        return model;
    }

    /** Returns whether the pane shows everything that was captured so far. The pane catches up once in each pulse while its window shows. */
    public boolean isCaughtUp() {
        return model().isCaughtUp();
    }

    /** Installs F12 as the key that shows and hides the inspector in {@code host} and in the inspector's window, which takes over the style of the host. */
    public void installOn(Stage host) {
        window().installOn(host);
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

    /** Returns the stage of the window, which is made if there is none. */
    Stage stage() {
        return window().stage();
    }

    /** Stops capturing. The captured events can still be looked at while the window shows. Calling it again has no effect. */
    @Override
    public void close() {
        AttachPort opened = attachPort.getAndSet(null);
        if (opened != null) {
            opened.close();
        }
        act.close();
        source.close();
    }
}
