// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.inspector.app.ProxySession;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.LogCopy;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.text.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The command {@code record}, which writes what happens on a stream to a capture file. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = "Observes one stream and writes everything that happens to a capture file, without secrets.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class RecordCommand implements Callable<Integer> {
    /** The time between two writes, so that a killed process loses no more than a second. */
    private static final int WRITE_MILLIS = 250;
    /** The limits of what waits to be written. */
    private static final CaptureLimits WAITING = new CaptureLimits(500_000, 1L << 30);

    /** The longest time that writing the remaining events may take after Ctrl-C. */
    private static final int END_SECONDS = 60;
    /** The longest time that closing the file may take after that. */
    private static final int CLOSE_SECONDS = 5;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            split = Endpoint.SEPARATOR,
            splitSynopsisLabel = ",",
            converter = Endpoint.class,
            description = Endpoint.SEVERAL)
    private @Nullable List<URI> urls;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ACTOR", description = "the actor's name")
    private @Nullable String actor;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "METHOD",
            defaultValue = "observeState",
            description = "${DEFAULT-VALUE}")
    private String method;

    @Option(
            names = "--proxy",
            paramLabel = "LISTENPORT=URL",
            converter = ProxyRoute.Converter.class,
            description =
                    "instead of observing: stand between clients, which connect to LISTENPORT, and the server at URL")
    private @Nullable ProxyRoute proxy;

    @Mixin
    private OriginOption origins;

    @Mixin
    private ConnectOptions connect;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "NAME.tfx (our own format, for everything), NAME.ndjson (a JSON object a line) or NAME.har")
    private Path out;

    @Option(
            names = "--where",
            paramLabel = "EXPR",
            converter = WhereOption.class,
            description = "what is written of what comes; the file says that the rest was left out")
    private Expression where = Expression.EVERYTHING;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Period.class,
            description = "end after this long: 250ms, 10s, 5m; otherwise with Ctrl-C or the stream")
    private @Nullable Duration limit;

    @Option(
            names = "--redact",
            paramLabel = "POINTER",
            description =
                    "also take out what stands there in states, arguments and results: /user/email, /todos/*/title")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--with-secrets", description = "take nothing out: the file may hold credentials")
    private boolean withSecrets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkSource();
        CaptureFormat format = format();
        Redactor redactor = redactor();
        CaptureNote whole = new CaptureNote(
                "trebuchet record", InstantSource.system().instant(), redactor == null ? null : redactor.inWords());
        CaptureNote note = where.equals(Expression.EVERYTHING) ? whole : whole.filteredBy(where.toString());
        Ending ending = new Ending();
        CompletableFuture<Void> written = new CompletableFuture<>();
        WorkProgress progress = new WorkProgress();
        try (EventLog log = Surroundings.temporaryLog(WAITING);
                Interrupt _ = new Interrupt(() -> interrupted(ending, written, progress))) {
            LogCopy copy;
            try (CaptureWriter writer = format.create(out, note, progress)) {
                copy = new LogCopy(log, writer, redactor, RecordFilter.of(where, log), progress);
                record(log, copy, ending);
                tellProgress(progress, written);
                copy.step();
            }
            tell(copy);
            written.complete(null);
            return ending.await().map(this::say).orElse(0);
        } catch (CancellationException e) {
            err(String.format(
                    Locale.ROOT,
                    "%s: not finished within %d s: %,d events were left out",
                    out,
                    END_SECONDS,
                    progress.all() - progress.done()));
            return 1;
        } finally {
            written.complete(null);
        }
    }

    /** Ends the command as if it had ended by itself, and waits until the file is complete. What takes too long is left out. */
    private static void interrupted(Ending ending, CompletableFuture<Void> written, WorkProgress progress) {
        ending.done();
        written.copy().completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
        progress.cancel();
        written.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Prints the progress of the writing each second, until all is written. */
    private void tellProgress(WorkProgress progress, CompletableFuture<Void> written) {
        CompletableFuture<Void> _ = written.copy()
                .orTimeout(1, TimeUnit.SECONDS)
                .whenComplete((nothing, late) -> {
                    if (late instanceof TimeoutException) {
                        err(String.format(
                                Locale.ROOT, "writing %s: %,d of %,d events", out, progress.done(), progress.all()));
                        tellProgress(progress, written);
                    }
                });
    }

    private void err(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(TerminalText.line(line));
        err.flush();
    }

    private void checkSource() {
        if (proxy == null ? urls == null || actor == null : urls != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the URL of a server and an ACTOR, such as record ws://127.0.0.1:8080 todos --out FILE, "
                            + "or --proxy LISTENPORT=URL");
        }
    }

    private CaptureFormat format() {
        if (!method.startsWith("observe")) {
            throw new ParameterException(
                    spec.commandLine(), "expected a METHOD that begins with observe but found '" + method + "'");
        }
        Path folder = out.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "expected --out in a folder that exists but found " + out);
        }
        try {
            return CaptureFormat.ofName(out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--out: " + e.getMessage(), e);
        }
    }

    private @Nullable Redactor redactor() {
        if (withSecrets && !paths.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected --redact or --with-secrets, not both");
        }
        try {
            return withSecrets ? null : Redactor.alsoAt(paths);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--redact: " + e.getMessage(), e);
        }
    }

    private int say(String why) {
        err(spec.qualifiedName() + ": " + why);
        return 1;
    }

    private void record(EventLog log, LogCopy copy, Ending ending) throws IOException {
        if (limit != null) {
            ending.after(limit, () -> proxy != null && log.extent().end() == 0 ? "no client came" : null);
        }
        if (proxy != null) {
            // Where nobody is asked, nobody has to answer.
            ending.answered();
            try (ProxySession _ =
                    proxy.start(origins.allowed, log, spec.commandLine().getOut())) {
                write(copy, ending);
            }
            return;
        }
        try (TrebuchetClient client = connect.builder(Objects.requireNonNull(urls))
                .tap(new TapEvents(0, log))
                .build()) {
            client.onConnectionState(ending::connection);
            ActorStream<JsonNode> stream =
                    client.actor(Objects.requireNonNull(actor)).observe(method, JsonNode.class);
            stream.listen(new End(ending));
            write(copy, ending);
            // That this client goes is no doing of the server's, or of the stream's.
            log.setRecording(false);
            stream.close();
        }
    }

    /** Writes events until the limit of the command is reached. */
    private static void write(LogCopy copy, Ending ending) throws IOException {
        do {
            copy.step();
        } while (!ending.isOverWithin(WRITE_MILLIS));
        copy.step();
    }

    private void tell(LogCopy copy) throws IOException {
        PrintWriter results = spec.commandLine().getOut();
        results.println(String.format(Locale.ROOT, "%s: %,d events, %,d bytes", out, copy.copied(), Files.size(out)));
        results.flush();
        if (copy.missed() > 0) {
            err(copy.missed() + " events came faster than they could be written and are missing.");
        }
    }

    /** A listener that notes the end of the stream. */
    private record End(Ending ending) implements StreamListener<JsonNode> {
        @Override
        public void onUpdate(StreamEvent.Update<JsonNode> update) {
            // The tap sees it.
        }

        @Override
        public void onEvent(StreamEvent<JsonNode> event) {
            ending.event(event, () -> null);
        }
    }
}
