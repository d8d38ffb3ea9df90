// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.FileCheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.text.TerminalText;
import dev.trebuchetfx.protocol.filter.InvalidFilterException;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The command {@code tail}, which prints what the SDK reports of one stream, line by line, until the stream ends. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Observes one stream and prints what the SDK reports. Goes on through lost connections.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class TailCommand implements Callable<Integer> {
    /** The most events that may wait to be printed; beyond, the stream fails, since it is not to be conflated. */
    private static final int QUEUE = 100_000;

    /** The longest time in which the client keeps the position of the update that ends the command. */
    private static final Duration LONGEST_KEEPING = Duration.ofSeconds(2);

    @Parameters(
            index = "0",
            arity = "1",
            paramLabel = "URL",
            split = Endpoint.SEPARATOR,
            splitSynopsisLabel = ",",
            converter = Endpoint.class,
            description = Endpoint.SEVERAL)
    private List<URI> urls;

    @Parameters(index = "1", paramLabel = "ACTOR", description = "the actor's name")
    private String actor;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "METHOD",
            defaultValue = "observeState",
            description = "${DEFAULT-VALUE}")
    private String method;

    @Mixin
    private ConnectOptions connect;

    @Option(
            names = "--filter",
            paramLabel = "F",
            converter = FilterOption.class,
            description = {
                "what the server is asked for; several combine:",
                "changed, nonEmpty, threshold:field=pendingCount,gte=3,",
                "crosses:field=pendingCount,value=3,hysteresis=1, rate-limit:every=100ms,",
                "fields:/todos/*/title,/pendingCount, where:/pendingCount > 3 and exists(/todos/0)"
            })
    private List<StreamFilter> asked = List.of();

    @Option(
            names = "--where",
            paramLabel = "EXPR",
            converter = WhereOption.class,
            description = "what is shown of what came: 'is:gap || json:$.pendingCount>3'; see docs/inspector-filter.md")
    private Expression where = Expression.EVERYTHING;

    @Option(
            names = "--delta",
            description = "lets only what changed travel, where the server can; shown is the whole state all the same")
    private boolean delta;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "keeps position and last state in FILE: the next run resumes where this one stopped")
    private @Nullable Path checkpoint;

    @Option(names = "--count", paramLabel = "N", description = "end after N states shown")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Period.class,
            description = "end after this long: 250ms, 10s, 5m")
    private @Nullable Duration limit;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "expected --count of at least 1 but found " + count);
        }
        if (!method.startsWith("observe")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a METHOD that begins with observe but found '" + method + "'; use call for others");
        }
        InstantSource clock = InstantSource.system();
        TailPrinter printer = json ? new JsonTailPrinter(clock) : new TextTailPrinter(clock, ZoneId.systemDefault());
        TailFilter filter = new TailFilter(where, clock, ZoneId.systemDefault(), actor, method);
        Ending ending = new Ending();
        try (WatchedCheckpoints checkpoints = new WatchedCheckpoints(openCheckpoints())) {
            Tail tail = new Tail(printer, filter, spec.commandLine().getOut(), count, ending, checkpoints);
            Optional<String> failure = observe(tail, ending, checkpoints);
            return failure.map(this::say).orElse(0);
        }
    }

    /** Observes until the end, and returns why the command has failed, or empty where it is done. */
    private Optional<String> observe(Tail tail, Ending ending, WatchedCheckpoints checkpoints) {
        StreamOptions options = StreamOptions.builder()
                .filter(askedFor())
                .everyUpdate(QUEUE)
                .deltas(delta ? Deltas.AUTOMATIC : Deltas.NONE)
                .build();
        try (TrebuchetClient client = connect.connect(urls, checkpoints);
                Interrupt _ = new Interrupt(() -> tail.interrupted(client, checkpoints));
                Registration _ = client.onConnectionState(tail::connection)) {
            ActorStream<JsonNode> stream = client.actor(actor).observe(method, JsonNode.class, options);
            try (Registration _ = stream.listen(tail);
                    // Who wants to go on later leaves the stream open at the server.
                    Registration _ = checkpoint == null ? stream::close : () -> {}) {
                if (limit != null) {
                    ending.after(limit, tail::missing);
                }
                Optional<String> failure = ending.await();
                if (checkpoint != null) {
                    checkpoints.awaitLast(LONGEST_KEEPING);
                }
                return failure;
            }
        }
    }

    private @Nullable StreamFilter askedFor() {
        try {
            return asked.isEmpty() ? null : StreamFilter.combined(asked);
        } catch (InvalidFilterException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--filter': " + e.getMessage());
        }
    }

    private CheckpointStore openCheckpoints() {
        if (checkpoint == null) {
            return new InMemoryCheckpointStore();
        }
        if (Files.isDirectory(checkpoint)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the path of a file for --checkpoint but found a folder: " + checkpoint);
        }
        return FileCheckpointStore.open(checkpoint);
    }

    private int say(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + TerminalText.line(why));
        err.flush();
        return 1;
    }

    /** A listener that prints each event and ends the command when enough have come. */
    static final class Tail implements StreamListener<JsonNode> {
        private final TailPrinter printer;
        // Asked only while a line is being made.
        private final TailFilter filter;
        private final PrintWriter out;
        private final long count;
        private final Ending ending;
        private final WatchedCheckpoints checkpoints;
        private final AtomicLong shown = new AtomicLong();

        Tail(
                TailPrinter printer,
                TailFilter filter,
                PrintWriter out,
                long count,
                Ending ending,
                WatchedCheckpoints checkpoints) {
            this.printer = printer;
            this.filter = filter;
            this.out = out;
            this.count = count;
            this.ending = ending;
            this.checkpoints = checkpoints;
        }

        /** Returns what {@code --count} asked for and has not come, or null if nothing is missing. */
        @Nullable
        String missing() {
            return count == Long.MAX_VALUE || shown.get() >= count
                    ? null
                    : "expected " + count + (count == 1 ? " state" : " states") + " but " + shown + " came";
        }

        /** Ends the command as the user asked; events of the closing client are not printed. */
        void interrupted(TrebuchetClient client, CheckpointStore checkpoints) {
            ending.done();
            client.close();
            checkpoints.close();
        }

        void connection(ConnectionState state) {
            line(() -> filter.shows(state), () -> printer.connection(TokenOptions.advised(state)));
            ending.connection(state);
        }

        /**
         * Connection and stream report on threads of their own: a line is never mixed with another, and is made when it is its turn,
         * so that times never go back.
         *
         * @return whether it was printed
         */
        private synchronized boolean line(BooleanSupplier isShown, Supplier<@Nullable String> line) {
            if (ending.isOver() || !isShown.getAsBoolean()) {
                return false;
            }
            String text = line.get();
            if (text != null) {
                out.println(TerminalText.line(text));
                if (out.checkError()) {
                    // Nobody reads any more, as where head has its lines.
                    ending.done();
                }
            }
            return true;
        }

        @Override
        public void onEvent(StreamEvent<JsonNode> event) {
            boolean printed = line(() -> filter.shows(event), () -> printer.event(event));
            if (printed && event instanceof StreamEvent.Update<JsonNode> update && shown.incrementAndGet() == count) {
                checkpoints.lastIs(update);
                ending.done();
            }
            ending.event(event, this::missing);
        }

        @Override
        public void onUpdate(StreamEvent.Update<JsonNode> update) {
            // onEvent sees it.
        }
    }
}
