// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.update;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.filter.FilterEvaluator;
import dev.trebuchetfx.protocol.filter.FilterEvaluator.Filtered;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A filter of the updates of one logical stream whose server does not filter them: an update that passes is shown, with only the fields
 * that are wanted. Lets everything pass where the server filters.
 *
 * <p>Owned by the client's loop.
 */
public final class LocalFilter {
    private final TimeSource time;
    private final Executor loop;
    private Consumer<StreamDataEnvelope> late = update -> {};
    private @Nullable FilterEvaluator<StreamDataEnvelope> evaluator;
    private TimeSource.@Nullable Timer timer;
    private @Nullable Supplier<StreamDataEnvelope> newest;

    public LocalFilter(TimeSource time, Executor loop) {
        this.time = time;
        this.loop = loop;
    }

    /** Sets the consumer of updates that had to wait for their interval to end. */
    public void onLate(Consumer<StreamDataEnvelope> consumer) {
        late = consumer;
    }

    /** Returns whether this filter decides anything. */
    public boolean isActive() {
        return evaluator != null;
    }

    /**
     * Lets a filter decide from here on, without a memory. An update that waits is shown first.
     *
     * @param filter the filter, or null to let everything pass
     */
    public void use(@Nullable StreamFilter filter) {
        flush();
        evaluator = filter == null || filter.type() == StreamFilter.Type.ALL ? null : FilterEvaluator.of(filter);
    }

    /** Returns the update as it is shown, with only the fields that are wanted; null where nothing is shown now. */
    @Nullable
    public StreamDataEnvelope offer(StreamDataEnvelope update) {
        newest = () -> update;
        FilterEvaluator<StreamDataEnvelope> filter = evaluator;
        if (filter == null) {
            return update;
        }
        Filtered<StreamDataEnvelope> passed = filter.offer(update, update.data().unsafeArray(), time.nanoTime());
        await(filter);
        return passed == null ? null : shown(passed);
    }

    /** Remembers an update that is shown as it is, since nothing is filtered here. {@code whole} makes it, if a filter is used later. */
    public void passing(Supplier<StreamDataEnvelope> whole) {
        newest = whole;
    }

    /** Returns the newest update as it is shown under this filter; null where there is none, or it is left out. */
    @Nullable
    public StreamDataEnvelope newest() {
        Supplier<StreamDataEnvelope> update = newest;
        return update == null ? null : offer(update.get());
    }

    /** Shows the update that waits, if any, though its interval has not ended. */
    public void flush() {
        cancel();
        FilterEvaluator<StreamDataEnvelope> filter = evaluator;
        Filtered<StreamDataEnvelope> waiting = filter == null ? null : filter.release(time.nanoTime());
        if (waiting != null) {
            late.accept(shown(waiting));
        }
    }

    /** Ends the filter: nothing more is shown. */
    public void end() {
        cancel();
        evaluator = null;
        newest = null;
    }

    private static StreamDataEnvelope shown(Filtered<StreamDataEnvelope> passed) {
        StreamDataEnvelope update = passed.update();
        byte[] json = passed.json().bytes();
        return json == update.data().unsafeArray()
                ? update
                : new StreamDataEnvelope(
                        update.streamID(), update.sequenceNumber(), Bytes.wrap(json), update.timestamp(), update.ext());
    }

    private void await(FilterEvaluator<StreamDataEnvelope> filter) {
        if (!filter.isWaiting()) {
            cancel();
        } else if (timer == null) {
            Duration left = Duration.ofNanos(Math.max(0, filter.dueIn(time.nanoTime())));
            timer = time.schedule(left, () -> loop.execute(() -> intervalEnded(filter)));
        }
    }

    private void intervalEnded(FilterEvaluator<StreamDataEnvelope> filter) {
        if (evaluator != filter) {
            return;
        }
        timer = null;
        Filtered<StreamDataEnvelope> due = filter.due(time.nanoTime());
        if (due != null) {
            late.accept(shown(due));
        }
        await(filter);
    }

    private void cancel() {
        TimeSource.Timer running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
    }
}
