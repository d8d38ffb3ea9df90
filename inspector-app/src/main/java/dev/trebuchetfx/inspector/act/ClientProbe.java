// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One stream with a client of its own: another client for each resume, which begins with a checkpoint made by hand. */
final class ClientProbe implements Caller.Probe {
    private static final String SCOPE = "inspector";
    private static final int QUEUE = 10_000;
    private static final int LONGEST = 400;

    private final Supplier<TrebuchetClient.Builder> clients;
    private final InstantSource clock;
    private final ActorId actor;
    private final String method;
    private final @Nullable StreamFilter filter;
    private final Consumer<String> told;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable TrebuchetClient client;
    private TapEvent.@Nullable StreamStarted started;
    private boolean closed;

    ClientProbe(
            Supplier<TrebuchetClient.Builder> clients,
            InstantSource clock,
            String actor,
            String method,
            @Nullable StreamFilter filter,
            Consumer<String> told) {
        this.clients = clients;
        this.clock = clock;
        this.actor = ActorId.of(actor);
        this.method = method;
        this.filter = filter;
        this.told = told;
    }

    void start() {
        begin(new InMemoryCheckpointStore());
    }

    private void begin(InMemoryCheckpointStore checkpoints) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            TrebuchetClient made = clients.get()
                    .mapper(ExactJson.mapper())
                    .checkpoints(checkpoints)
                    .checkpointScope(SCOPE)
                    .tap(this::tapped)
                    .build();
            client = made;
            made.actor(actor)
                    .observe(
                            method,
                            JsonNode.class,
                            StreamOptions.builder()
                                    .filter(filter)
                                    .everyUpdate(QUEUE)
                                    .build())
                    .listen(new Teller(told));
        } finally {
            lock.unlock();
        }
    }

    private void tapped(TapEvent event) {
        if (event instanceof TapEvent.StreamStarted now) {
            lock.lock();
            try {
                started = now;
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void resumeAfter(long sequence) {
        lock.lock();
        try {
            TapEvent.StreamStarted known = started;
            if (known == null) {
                throw new IllegalStateException("the stream has not started yet: wait for its first state");
            }
            if (client != null) {
                client.close();
            }
            InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
            checkpoints.save(new StoredCheckpoint(
                    new StreamKey(SCOPE, actor, method, filter, List.of()),
                    new StreamCheckpoint(
                            known.streamID(),
                            sequence,
                            known.ext() == null ? null : known.ext().epoch(),
                            known.actor(),
                            method,
                            clock.instant()),
                    true,
                    null,
                    clock.instant()));
            begin(checkpoints);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (client != null) {
                client.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says what a subscriber is told. */
    private record Teller(Consumer<String> told) implements StreamListener<JsonNode> {
        @Override
        public void onUpdate(StreamEvent.Update<JsonNode> update) {
            String json = ExactJson.text(update.value());
            told.accept(update.kind().name().toLowerCase(Locale.ROOT) + " " + SequenceNumbers.toText(update.sequence())
                    + "  " + (json.length() <= LONGEST ? json : json.substring(0, LONGEST) + " …"));
        }

        @Override
        public void onEvent(StreamEvent<JsonNode> event) {
            switch (event) {
                case StreamEvent.Update<JsonNode> update -> onUpdate(update);
                case StreamEvent.Resumed<JsonNode>(var report) ->
                    told.accept("resumed after " + SequenceNumbers.toText(report.lastSequence()) + ": "
                            + report.outcome().name().toLowerCase(Locale.ROOT)
                            + (report.reason() == null
                                    ? ""
                                    : ", " + report.reason().wireName())
                            + (report.oldestBuffered() == null || report.newestBuffered() == null
                                    ? ""
                                    : "; the server had " + SequenceNumbers.toText(report.oldestBuffered()) + " to "
                                            + SequenceNumbers.toText(report.newestBuffered())));
                case StreamEvent.Gap<JsonNode>(var gap) ->
                    told.accept("gap from " + SequenceNumbers.toText(gap.fromSequence())
                            + (gap.healed() ? ", healed" : ""));
                case StreamEvent.Ended<JsonNode>(var reason) ->
                    told.accept("ended: " + reason.name().toLowerCase(Locale.ROOT));
                // The panel itself has closed it.
                case StreamEvent.Failed<JsonNode>(ClientClosedException ignored) -> {}
                case StreamEvent.Failed<JsonNode>(var error) -> told.accept("failed: " + error.getMessage());
                default -> {}
            }
        }
    }
}
