// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one process has of its checkpoints: all of them in memory, and on disk those that were written by some moment. What is
 * saved is written a while later, with whatever else has changed by then; a kill comes before or after, never in between.
 */
final class SimulatedStore implements CheckpointStore {
    private final SimulatedProcess process;
    private final Mutant mutant;
    private final Duration delay;
    private final Consumer<StoredCheckpoint> check;
    private final Map<StreamKey, StoredCheckpoint> kept = new LinkedHashMap<>();
    private List<StoredCheckpoint> written;
    private final Set<Position> found;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean isDue;

    private record Position(UUID streamId, long sequence) {}

    /**
     * @param written what the process before has left on disk
     * @param delay from a change until it is written
     * @param check is given what is saved
     */
    SimulatedStore(
            SimulatedProcess process,
            Mutant mutant,
            List<StoredCheckpoint> written,
            Duration delay,
            Consumer<StoredCheckpoint> check) {
        this.process = process;
        this.mutant = mutant;
        this.written = written;
        this.delay = delay;
        this.check = check;
        written.forEach(checkpoint -> kept.put(checkpoint.key(), checkpoint));
        this.found = written.stream()
                .map(StoredCheckpoint::position)
                .map(position -> new Position(position.streamID(), position.lastSequence()))
                .collect(Collectors.toSet());
    }

    /** What is on disk: all that is left after a kill. */
    List<StoredCheckpoint> written() {
        return written;
    }

    /** Returns whether the process before has left this position. */
    boolean isFound(StreamCheckpoint position) {
        return found.contains(new Position(position.streamID(), position.lastSequence()));
    }

    @Override
    public Collection<StoredCheckpoint> load() {
        return written;
    }

    @Override
    public void save(StoredCheckpoint checkpoint) {
        StoredCheckpoint saved = mutant.kept(checkpoint);
        check.accept(saved);
        kept.put(saved.key(), saved);
        writeSoon();
    }

    @Override
    public void remove(StreamKey key) {
        kept.remove(key);
        writeSoon();
    }

    @Override
    public void flush() {
        writeSoon();
    }

    @Override
    public CompletableFuture<Void> flushed() {
        flush();
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(done);
        return done;
    }

    private void writeSoon() {
        if (!isDue) {
            isDue = true;
            var unused = process.schedule(delay, this::write);
        }
    }

    private void write() {
        isDue = false;
        written = List.copyOf(kept.values());
        List<CompletableFuture<Void>> done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(each -> each.complete(null));
    }

    /** What is kept stays, for the next client. */
    @Override
    public void close() {}
}
