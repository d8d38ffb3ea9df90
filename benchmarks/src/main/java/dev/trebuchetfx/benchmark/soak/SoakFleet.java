// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.filter.Condition;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.StreamInfo;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * A server, its clients and their streams, joined by real sockets. Each client observes each actor twice, in two of four ways: whole
 * states, deltas, deltas of a filtered stream, and a part of the state.
 *
 * <p>Used by one thread, the benchmark's.
 */
final class SoakFleet implements AutoCloseable {
    /** Few, so that the buffers are full soon and their growth is no growth of the soak. */
    private static final int BUFFERED_UPDATES = 10;

    private static final int MOST_NAMED = 3;

    private static final BackoffPolicy AT_ONCE = BackoffPolicy.builder()
            .between(Duration.ofMillis(20), Duration.ofMillis(200))
            .build();

    private final Workbench bench;
    private final SoakCounts counts = new SoakCounts();
    private final List<SoakActor> actors = new ArrayList<>();
    private final List<TrebuchetClient> clients = new ArrayList<>();
    private final List<SoakStream<?>> streams = new ArrayList<>();
    private final StubServer server;
    private int nextActor;
    private int nextStream;
    private long cuts;

    /** Starts all of them; returns when every stream shows the newest state. */
    SoakFleet(Workbench bench, int clientCount, int actorCount) throws IOException, InterruptedException {
        this.bench = bench;
        this.server = StubServer.builder().buffer(BUFFERED_UPDATES).start();
        try {
            for (int i = 0; i < actorCount; i++) {
                SoakActor actor = new SoakActor();
                actors.add(actor);
                server.expose("soak-" + i, actor);
            }
            for (int i = 0; i < clientCount; i++) {
                TrebuchetClient client = TrebuchetClient.builder(server.uri())
                        .name("soak-" + i)
                        .backoff(AT_ONCE)
                        .build();
                clients.add(client);
                for (int j = 0; j < actorCount; j++) {
                    observe(client, i, j, (i + 2 * j) % 4);
                    observe(client, i, j, (i + 2 * j + 1) % 4);
                }
            }
            settle();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void observe(TrebuchetClient client, int clientNumber, int actorNumber, int way) {
        SoakActor actor = actors.get(actorNumber);
        ActorRef remote = client.actor("soak-" + actorNumber);
        StreamOptions.Builder options = StreamOptions.builder();
        String name = "client " + clientNumber + ", soak-" + actorNumber + ", ";
        switch (way) {
            case 0 -> whole(remote, actor, name + "whole", options.build());
            case 1 ->
                whole(
                        remote,
                        actor,
                        name + "deltas",
                        options.deltas(Deltas.AUTOMATIC).build());
            case 2 ->
                whole(
                        remote,
                        actor,
                        name + "deltas of even revisions",
                        options.deltas(Deltas.AUTOMATIC)
                                .filter(StreamFilter.where(Condition.at("/even").is(true)))
                                .build());
            default -> {
                SoakStream<SoakState.SoakRevision> stream = new SoakStream<>(
                        name + "revision only",
                        shown -> shown.revision() == actor.newest().revision(),
                        counts);
                streams.add(stream);
                remote.observe(
                                "observeState",
                                SoakState.SoakRevision.class,
                                options.filter(StreamFilter.fields("/revision")).build())
                        .listen(stream);
            }
        }
    }

    private void whole(ActorRef remote, SoakActor actor, String name, StreamOptions options) {
        SoakStream<SoakState> stream = new SoakStream<>(name, shown -> shown.equals(actor.newest()), counts);
        streams.add(stream);
        remote.observe("observeState", SoakState.class, options).listen(stream);
    }

    /** Returns the number of streams that the clients observe. */
    int size() {
        return streams.size();
    }

    /** Returns the number of streams that the server has, with those that nobody will resume. */
    int streamsAtServer() {
        return server.streams().size();
    }

    SoakCounts counts() {
        return counts;
    }

    /** Returns the number of connections that were cut. */
    long cuts() {
        return cuts;
    }

    /** Changes the state of one actor after the other. */
    void changeOne() {
        actors.get(nextActor).change();
        nextActor = (nextActor + 1) % actors.size();
    }

    /** Cuts every line. */
    void cutAll() {
        cuts += server.faults().cut();
    }

    /** Cuts the line of one stream after the other. */
    void cutOne() {
        List<StreamInfo> bound =
                server.streams().stream().filter(StreamInfo::bound).toList();
        if (bound.isEmpty()) {
            return;
        }
        // A step that leads from one client to another.
        nextStream = (nextStream + 37) % bound.size();
        try {
            cuts += server.faults().cut(bound.get(nextStream).streamId());
        } catch (IllegalArgumentException e) {
            bench.note("a stream has ended before its line could be cut");
        }
    }

    /** Cuts every line, and makes the server forget what the clients miss, so that their streams start anew. */
    void cutAllAndExpire() throws InterruptedException {
        cutAll();
        change(1);
        server.faults().expire().join();
    }

    /** Changes each state more often than the server keeps updates, and waits until every stream shows the newest state. */
    void fillBuffers() throws InterruptedException {
        // In steps, since a client that is behind gets only the newest state; each step has at least two even
        // revisions.
        for (int i = 0; i < BUFFERED_UPDATES / 2; i++) {
            settle();
            change(2);
        }
        settle();
    }

    /**
     * Changes each state once or twice, and waits until every stream shows the newest state.
     *
     * @throws BenchmarkFailedException if one of them does not, or has ended or failed
     */
    void settle() throws InterruptedException {
        change(1);
        try {
            bench.awaitUntil(this::isSettled, "every stream is live and shows the newest state");
        } catch (BenchmarkFailedException e) {
            List<SoakStream<?>> behind =
                    streams.stream().filter(stream -> !stream.isSettled()).toList();
            throw new BenchmarkFailedException(e.getMessage() + "; " + behind.size() + " of " + size() + " do not: "
                    + behind.stream()
                            .limit(MOST_NAMED)
                            .map(SoakStream::toString)
                            .collect(Collectors.joining("; ")));
        }
    }

    private boolean isSettled() {
        boolean all = true;
        for (SoakStream<?> stream : streams) {
            String broken = stream.broken();
            if (broken != null) {
                throw new BenchmarkFailedException("expected that no stream ends or fails but " + broken);
            }
            all &= stream.isSettled();
        }
        return all;
    }

    private void change(int times) throws InterruptedException {
        CountDownLatch changed = new CountDownLatch(actors.size());
        actors.forEach(actor -> actor.changeUntilEven(times, changed::countDown));
        bench.await(changed, "every state has changed");
    }

    @Override
    public void close() {
        clients.forEach(TrebuchetClient::close);
        server.close();
    }
}
