// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapHub;
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
 * Shows what a client's streams are doing: a pane to embed, or a window of its own on F12.
 *
 * <p>From {@link #attachTo} on it remembers the last 1,000 events, by reference, which costs no object an event. From the moment it is
 * first shown it keeps the newest 2,000,000, with their bytes in a temporary file of at most 1 GiB. It only watches: it sends nothing
 * and changes nothing.
 *
 * <p>{@link #attachTo} and {@link #close} may be called by any thread, everything else by the FX thread alone.
 */
public final class Inspector implements AutoCloseable {
    /** Names a file; where it is set, {@link #attachTo} lets others attach and writes there how. */
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

    /** {@code remembers}: whether what is asked for is there again in the next run. */
    private Inspector(EventSource source, ActTarget target, InstantSource clock, Executor reading, boolean remembers) {
        this.act = new ActModel(target, clock);
        this.source = source;
        this.clock = clock;
        this.reading = reading;
        this.remembers = remembers;
    }

    /** Begins to capture what {@code client} does from now on. */
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

    /** Shows what {@code source} captures, which the inspector closes: what the commands make of a proxy, or of another process. */
    public static Inspector of(EventSource source) {
        return of(source, ActTarget.attached());
    }

    /** The same, with what can be done there from the panel Send. */
    public static Inspector of(EventSource source, ActTarget target) {
        return new Inspector(source, target, InstantSource.system());
    }

    /** As {@link #attachTo(TrebuchetClient)}, where the panel Send may speak to the server over connections of its own. */
    public static Inspector attachTo(TrebuchetClient client, ActTarget target) {
        InstantSource clock = InstantSource.system();
        TapEvent now = new TapEvent.ConnectionChanged(clock.instant(), 0, client.connectionState());
        return new Inspector(
                ClientSource.attachTo(client.taps(), Surroundings.temporaryLog(CaptureLimits.DEFAULT), now),
                target,
                clock);
    }

    /**
     * Lets an inspector in another process of this machine watch: opens a port on the loopback address that sends the capture to whoever
     * knows the token. Off unless this is called, or the system property {@value #ATTACH_PROPERTY} names a file to which {@link #attachTo}
     * writes the address; {@code ./trebuchet inspect --attach ADDRESS} watches. The capture holds what travels, secrets included.
     *
     * @param port 0 for a free one
     * @return the address with its token, such as {@code attach://127.0.0.1:40123/…}, to be shown to nobody but the user
     * @throws IOException if the port can't be listened on
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

    /** Of a hub, with nothing remembered of earlier runs. */
    static Inspector attachTo(TapHub taps, InstantSource clock, @Nullable TapEvent first) {
        return attachTo(taps, clock, first, Surroundings.threads("trebuchet-inspector"));
    }

    /** {@code reading}: what the log is read on; in place, what was captured shows at once. */
    static Inspector attachTo(TapHub taps, InstantSource clock, @Nullable TapEvent first, Executor reading) {
        return new Inspector(
                ClientSource.attachTo(taps, Surroundings.temporaryLog(CaptureLimits.DEFAULT), first),
                ActTarget.embedded(),
                clock,
                reading,
                false);
    }

    /**
     * Shows a capture file: in our own format, as lines of JSON, or as HAR; also one that is still being written.
     *
     * @throws IOException with what was found, if it is no capture
     */
    public static Inspector open(Path file) throws IOException {
        FileSource source = Surroundings.file(file);
        Inspector inspector = new Inspector(source, ActTarget.file(), InstantSource.system());
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
            pane = new InspectorPane(model(), board());
            pane.setOnOpen(this::openBeside);
            PaneCommands.installOn(pane, act, this::writeTest);
            if (layout != null) {
                PaneLayout.remember(pane, layout, board().openProperty());
            }
        }
        return pane;
    }

    /** A capture shows in a window of its own, with the style of this one. */
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
     * Has the window remember how it was arranged, in a small file among the user's settings: dividers, chosen tabs, its size. To be called before
     * {@link #view} or {@link #show}.
     */
    public void rememberLayout() {
        remember(LayoutFile.ofUser());
    }

    void remember(LayoutMemory memory) {
        layout = memory;
    }

    /** Writes a JUnit test of what the filter lets through; the line of files says what came of it. */
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
     * Whether the pane shows everything that was captured so far, so that a picture of it would be whole. It reads on once a pulse while
     * its window shows.
     */
    public boolean isCaughtUp() {
        return model().isCaughtUp();
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
        AttachPort opened = attachPort.getAndSet(null);
        if (opened != null) {
            opened.close();
        }
        act.close();
        source.close();
    }
}
