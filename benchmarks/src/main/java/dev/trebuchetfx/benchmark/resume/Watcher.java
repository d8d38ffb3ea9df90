// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.StreamEvent.FreshnessChanged;
import dev.trebuchetfx.client.event.StreamEvent.Resumed;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one stream, and judges whether it was told exactly what it missed.
 *
 * <p>Called by the stream, one call at a time; whoever has waited for {@link Round#caughtUp} may ask until the next round begins.
 */
final class Watcher implements StreamListener<Quote> {
    private final String symbol;
    private final List<String> surprises = new ArrayList<>();
    private volatile Round round;
    private int replayed;
    private int resumed;
    private long sequence;
    private long revision = -1;

    /** The latches that all streams of a round share. */
    record Round(CountDownLatch stale, CountDownLatch caughtUp, Runnable onCaughtUp) {}

    Watcher(String symbol, Round opening) {
        this.symbol = symbol;
        this.round = opening;
    }

    /** Begins anew; only while nothing is told. */
    void begin(Round next) {
        replayed = 0;
        resumed = 0;
        surprises.clear();
        round = next;
    }

    @Override
    public void onEvent(StreamEvent<Quote> event) {
        switch (event) {
            case Update<Quote> update -> onUpdate(update);
            case FreshnessChanged<Quote>(Freshness freshness, String why) -> onFreshness(freshness, why);
            case Resumed<Quote>(var report) -> {
                resumed++;
                if (report.outcome() != ResumeOutcome.REPLAYED) {
                    surprises.add(report.toString());
                }
            }
            case StreamEvent.Started<Quote> started -> {
                if (started.resumedFrom() != null) {
                    surprises.add(started.toString());
                }
            }
            default -> surprises.add(event.toString());
        }
    }

    @Override
    public void onUpdate(Update<Quote> update) {
        boolean next = update.sequence() == sequence + 1 && update.value().revision() == revision + 1;
        if (!next || update.conflated() != 0) {
            surprises.add("after number " + sequence + " and revision " + revision + ": " + update);
        }
        sequence = update.sequence();
        revision = update.value().revision();
        if (update.kind() == UpdateKind.REPLAY) {
            replayed++;
        }
    }

    @Override
    public void onFreshness(Freshness freshness, String why) {
        switch (freshness) {
            case STALE -> round.stale().countDown();
            case LIVE -> {
                round.onCaughtUp().run();
                round.caughtUp().countDown();
            }
            case CATCHING_UP -> {}
            case RESYNCING, ENDED, FAILED -> surprises.add(freshness + ": " + why);
        }
    }

    /** Returns the difference from a replay of so many updates and nothing else, or null where there is none. */
    @Nullable
    String complaint(int missed) {
        if (replayed == missed && resumed == 1 && surprises.isEmpty()) {
            return null;
        }
        return symbol + " was replayed " + replayed + " updates by " + resumed + " resumes, expected were " + missed
                + " by 1; surprises: " + surprises;
    }
}
