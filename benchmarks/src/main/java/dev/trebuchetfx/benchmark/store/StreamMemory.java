// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The heap that a server needs for each of many streams after some updates, of actors that are stored and of others. Used by one thread. */
final class StreamMemory {
    private static final int UPDATES = 20;
    private static final int STREAMS_OF_A_CONNECTION = 500;

    private final Workbench bench;
    private final TimeSource time;
    private final Consumer<Figure> figures;
    private final int actors;
    private final int streamsOfAnActor;

    StreamMemory(Workbench bench, TimeSource time, Consumer<Figure> figures) {
        this.bench = bench;
        this.time = time;
        this.figures = figures;
        this.actors = bench.quick() ? 10 : 1_000;
        this.streamsOfAnActor = bench.quick() ? 10 : 100;
    }

    void measure() throws IOException, InterruptedException {
        int streams = actors * streamsOfAnActor;
        bench.note(streams + " streams of actors that are not stored");
        double others = bytesEach(null);
        figures.accept(Figure.lowerIsBetter("heap_bytes_per_stream_not_stored", others, "bytes"));
        try (SqliteDatabase database = new SqliteDatabase();
                ActorStateStore store = database.open(time)) {
            bench.note(streams + " streams of stored actors");
            double stored = bytesEach(store);
            figures.accept(Figure.lowerIsBetter("heap_bytes_per_stream_stored", stored, "bytes"));
            Figure ratio = Figure.lowerIsBetter("heap_of_not_stored", stored / others, "ratio");
            figures.accept(bench.quick() ? ratio : ratio.withGoal(0.5));
        }
    }

    private double bytesEach(@Nullable ActorStateStore store) throws IOException, InterruptedException {
        int streams = actors * streamsOfAnActor;
        StubServerBuilder builder = StubServer.builder()
                .withoutSocket()
                .maxStreams(streams)
                .limits(ServerLimits.builder()
                        .maxMessagesPerSecond(10_000_000)
                        .maxStreamsPerPrincipal(streams)
                        // More than all of them need, so that nothing is forgotten.
                        .maxReplayBufferBytes(Long.MAX_VALUE / 2)
                        .build());
        if (store != null) {
            builder.store(store).expose("sheets/{name}", name -> new Sheet(new LongAdder()));
        } else {
            builder.expose("sheets/{name}", name -> new UnstoredSheet());
        }
        try (StubServer server = builder.start();
                SocketlessPeer calls = SocketlessPeer.forCalls(server)) {
            // Before, so that the actors themselves don't count.
            update(calls);
            long before = heapBytes();
            List<SocketlessPeer> lines = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                if (i % STREAMS_OF_A_CONNECTION == 0) {
                    lines.add(SocketlessPeer.forStreams(server));
                }
                lines.getLast().invoke("sheets/" + i % actors, "observeState", List.of());
            }
            // Each stream tells of its start, too.
            awaitMessages(lines, 2L * streams);
            for (int i = 1; i <= UPDATES; i++) {
                update(calls);
                awaitMessages(lines, (2L + i) * streams);
            }
            double bytes = (double) (heapBytes() - before) / streams;
            lines.forEach(SocketlessPeer::close);
            return bytes;
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the streams can't be measured: " + e.getMessage(), e);
        }
    }

    private void update(SocketlessPeer calls) throws Exception {
        for (int actor = 0; actor < actors; actor++) {
            OptionalLong unused = calls.call("sheets/" + actor, "change");
        }
    }

    private void awaitMessages(List<SocketlessPeer> lines, long count) throws InterruptedException {
        bench.awaitUntil(
                () -> lines.stream().mapToLong(SocketlessPeer::received).sum() >= count,
                count + " messages have come to streams");
    }

    private static long heapBytes() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            System.gc();
            boolean unused = never.await(200, TimeUnit.MILLISECONDS);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
