// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.Taps;
import dev.trebuchetfx.inspector.act.ActModel;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.app.LayoutFile;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.attach.AttachPort;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.bugtest.BugTest;
import dev.trebuchetfx.inspector.bugtest.CaptureTest;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.LayoutMemory;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.source.FileSource;
import dev.trebuchetfx.inspector.view.InspectorPane;
import dev.trebuchetfx.inspector.view.PaneCommands;
import dev.trebuchetfx.inspector.view.PaneLayout;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An inspector of a client's streams, as a pane to embed or as a window of its own that F12 shows.
 *
 * <p>From {@link #attachTo} on, it remembers the last 1,000 events by reference, without creating an object for each. From the time
 * when it is first shown, it keeps the newest 2,000,000 events, with their bytes in a temporary file of at most 1 GiB. It only watches
 * the client: it sends nothing over its connection and changes nothing.
 *
 * <p>{@link #attachTo} and {@link #close} may be called on any thread, all other methods only on the FX thread.
 */
public final class Inspector implements AutoCloseable {
    /** The system property that names a file. If it is set, {@link #attachTo} allows other inspectors to attach and writes the address there. */
    public static final String ATTACH_PROPERTY = "trebuchetfx.attach";

    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

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

    private Inspector(EventSource source, ActTarget target, InstantSource clock) {
        this(source, target, clock, Surroundings.threads("trebuchet-inspector"), true);
    }

    /** Creates an inspector. {@code remembers}: whether the history of filters is kept from one run to the next. */
    private Inspector(EventSource source, ActTarget target, InstantSource clock, Executor reading, boolean remembers) {
        this.act = new ActModel(target, clock);
        this.source = source;
        this.clock = clock;
        this.reading = reading;
        this.remembers = remembers;
    }

    /** Returns an inspector that captures what {@code client} does from now on. */
    public static Inspector attachTo(TrebuchetClient client) {
        Inspector inspector = attachTo(client, ActTarget.embedded());
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

    /** Returns an inspector of what {@code source} captures, from a proxy or from another process. It closes the source. */
    public static Inspector of(EventSource source) {
        return of(source, ActTarget.attached());
    }

    /** Returns an inspector of what {@code source} captures. {@code target}: the server that the panel Send may act on. */
    public static Inspector of(EventSource source, ActTarget target) {
        return new Inspector(source, target, InstantSource.system());
    }

    /**
     * Returns an inspector that captures what {@code client} does from now on.
     *
     * @param target the server that the panel Send may act on, over connections of its own
     */
    public static Inspector attachTo(TrebuchetClient client, ActTarget target) {
        InstantSource clock = InstantSource.system();
        TapEvent now = new TapEvent.ConnectionChanged(clock.instant(), 0, client.connectionState());
        return new Inspector(
                ClientSource.attachTo(client.taps(), Surroundings.temporaryLog(CaptureLimits.DEFAULT), now),
                target,
                clock);
    }

    /**
     * Allows an inspector in another process of this machine to attach. Opens a port on the loopback address that sends the capture
     * to any process that knows the token; {@code ./trebuchet inspect --attach ADDRESS} is such a process. The capture holds
     * everything that travels, secrets included.
     *
     * <p>No port is open unless this is called, or the system property {@value #ATTACH_PROPERTY} names a file: then
     * {@link #attachTo(TrebuchetClient)} calls it and writes the address to the file.
     *
     * @param port the port to listen on, or 0 for a free one
     * @return the address with its token, such as {@code attach://127.0.0.1:40123/…}; show it to the user only
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

    /** Returns an inspector of the events of a hub, without the history of earlier runs. */
    static Inspector attachTo(Taps taps, InstantSource clock, @Nullable TapEvent first) {
        return attachTo(taps, clock, first, Surroundings.threads("trebuchet-inspector"));
    }

    /** Returns an inspector of the events of a hub. {@code reading}: runs what reads the log; if it runs tasks in place, events show at once. */
    static Inspector attachTo(Taps taps, InstantSource clock, @Nullable TapEvent first, Executor reading) {
        return new Inspector(
                ClientSource.attachTo(taps, Surroundings.temporaryLog(CaptureLimits.DEFAULT), first),
                ActTarget.embedded(),
                clock,
                reading,
                false);
    }

    /**
     * Returns an inspector of a capture file in the project's own format, as lines of JSON, or as HAR. The file may still be growing.
     *
     * @throws IOException if the file can't be read or is not a capture; the message says what was found
     */
    public static Inspector open(Path file) throws IOException {
        FileSource source = Surroundings.file(file);
        Inspector inspector = new Inspector(source, ActTarget.file(), InstantSource.system());
        inspector.loaded = source.loaded();
        return inspector;
    }

    /** Returns a future that completes when a file was read to its end; that of an attached client is complete from the start. */
    public CompletableFuture<Void> loaded() {
        return loaded;
    }

    /**
     * Returns the pane, which can be shown in one place. It takes its colours from the style sheet around it, which should be one of
     * AtlantaFX's themes. Each call returns the same pane.
     */
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
            Inspector opened = open(file);
            opened.window().likeThat(view().getScene());
            opened.stage().setTitle("Trebuchet FX inspector · " + file.getFileName());
            opened.stage().setOnHidden(event -> opened.close());
            opened.show();
        } catch (IOException e) {
            model().files().tell("Can't open " + file.getFileName() + ": " + e.getMessage());
        }
    }

    BoardModel board() {
        if (board == null) {
            board = new BoardModel(model(), ZoneId.systemDefault(), Surroundings.threads("trebuchet-inspector-survey"));
        }
        return board;
    }

    /**
     * Makes the window keep its arrangement from one run to the next, in a small file among the user's settings: dividers, chosen
     * tabs, and its size. Call it before {@link #view} or {@link #show}.
     */
    public void rememberLayout() {
        remember(LayoutFile.ofUser());
    }

    void remember(LayoutMemory memory) {
        layout = memory;
    }

    /** Writes a JUnit test of the messages that pass the filter into a folder; the status line of files shows the result. */
    void writeTest(Path folder) {
        EventLog log = source.log();
        Expression where = model().table().filter().expression();
        model().files()
                .run("Writing a test…", "No test was written", progress -> testWritten(log, where, folder, progress));
    }

    private String testWritten(EventLog log, Expression where, Path folder, WorkProgress progress) throws IOException {
        try {
            LogView view = log.view();
            // Once for all of it, and once for what the filter lets through.
            progress.expect(2 * view.size());
            BugTest.Written written = CaptureTest.write(
                    "what the window showed",
                    view,
                    CaptureReport.of(view, log.holes(), log.isFiltered(), progress::advance),
                    where,
                    folder,
                    null,
                    ZoneId.systemDefault(),
                    clock.instant(),
                    progress);
            return "Wrote " + written.files().getFirst()
                    + (written.differences().isEmpty()
                            ? ""
                            : "; it will fail: " + written.differences().getFirst());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was interrupted");
        }
    }

    ActModel act() {
        return act;
    }

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

    /**
     * Returns whether the pane shows everything that was captured so far, so that a picture of it is complete. The pane catches up
     * once in each pulse while its window shows.
     */
    public boolean isCaughtUp() {
        return model().isCaughtUp();
    }

    /**
     * Installs F12 in the windows of {@code host} and of the inspector as the key that shows and hides the inspector. The inspector has a
     * window of its own, which takes over the style sheets of the host and hides when the host hides. The host's scene is not changed.
     */
    public void installOn(Stage host) {
        window().installOn(host);
    }

    /** Loads the fonts of the inspector, Inter and JetBrains Mono, so that a host can use them too. On the FX thread. */
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
