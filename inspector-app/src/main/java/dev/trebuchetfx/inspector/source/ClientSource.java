// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.Taps;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.TapEvents;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Watches a client of this process through its taps. It changes nothing at the client.
 *
 * <p>Until it is started it remembers the last {@value #RECENT_EVENTS} events, by reference and at no other cost.
 */
public final class ClientSource implements EventSource {
    private static final int RECENT_EVENTS = 1_000;
    private static final long RECENT_BYTES = 16L << 20;

    private final EventLog log;
    private final RecentEvents recent;
    private final Registration attachment;
    private final AtomicBoolean started = new AtomicBoolean();

    private ClientSource(EventLog log, RecentEvents recent, Registration attachment) {
        this.log = log;
        this.recent = recent;
        this.attachment = attachment;
    }

    /**
     * Remembers from now on, and fills {@code log} once it is started.
     *
     * @param first what stands first in the log, such as the state that the connection is in; null for nothing
     */
    public static ClientSource attachTo(Taps taps, EventLog log, @Nullable TapEvent first) {
        RecentEvents recent = new RecentEvents(RECENT_EVENTS, RECENT_BYTES);
        if (first != null) {
            recent.onEvent(first);
        }
        return new ClientSource(log, recent, taps.attach(recent));
    }

    @Override
    public void start() {
        if (!started.getAndSet(true)) {
            recent.wake(new TapEvents(0, log));
        }
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public void setRecording(boolean on) {
        log.setRecording(on);
    }

    @Override
    public void close() {
        attachment.close();
    }
}
