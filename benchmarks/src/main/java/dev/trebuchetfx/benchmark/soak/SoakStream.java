// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.StreamEvent.FreshnessChanged;
import dev.trebuchetfx.client.event.StreamEvent.Resumed;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one stream: keeps what the stream shows, and whatever should never have happened.
 *
 * <p>Called by the stream, one call at a time; any thread may ask.
 */
final class SoakStream<T> implements StreamListener<T> {
    private final String name;
    private final Predicate<T> isNewest;
    private final SoakCounts counts;
    private volatile @Nullable T shown;
    private volatile Freshness freshness = Freshness.STALE;
    private volatile @Nullable String broken;

    /**
     * Creates the listener.
     *
     * @param name the stream's name for messages
     * @param isNewest judges whether a value is what the stream must show in the end
     */
    SoakStream(String name, Predicate<T> isNewest, SoakCounts counts) {
        this.name = name;
        this.isNewest = isNewest;
        this.counts = counts;
    }

    @Override
    public void onEvent(StreamEvent<T> event) {
        switch (event) {
            case Update<T> update -> {
                counts.updates().increment();
                shown = update.value();
            }
            case FreshnessChanged<T>(Freshness now, String why) -> {
                freshness = now;
                if (now == Freshness.ENDED || now == Freshness.FAILED) {
                    broken = now + ": " + why;
                }
            }
            case Resumed<T>(var report) -> {
                switch (report.outcome()) {
                    case REPLAYED -> counts.replayed().increment();
                    case RESTARTED -> counts.restarted().increment();
                    case CURRENT -> counts.current().increment();
                }
            }
            case StreamEvent.Drifted<T> drifted -> broken = drifted.toString();
            case StreamEvent.Undecodable<T> undecodable -> broken = undecodable.toString();
            case StreamEvent.Started<T> started -> {}
            case StreamEvent.Gap<T> gap -> {}
            case StreamEvent.Duplicate<T> duplicate -> {}
            case StreamEvent.RestartsSlowed<T> slowed -> {}
            case StreamEvent.Ended<T> ended -> broken = ended.toString();
            case StreamEvent.Failed<T> failed -> broken = failed.toString();
        }
    }

    /** Returns what is wrong with the stream, or null if nothing ever was. */
    @Nullable
    String broken() {
        String what = broken;
        return what == null ? null : name + " broke: " + what;
    }

    /** Returns whether it is live and shows the newest state. */
    boolean isSettled() {
        T value = shown;
        return freshness == Freshness.LIVE && value != null && isNewest.test(value);
    }

    @Override
    public String toString() {
        return name + " is " + freshness + " and shows " + shown;
    }
}
