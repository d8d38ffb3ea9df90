// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.tap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where taps are attached to a client and detached while it runs.
 *
 * <p>Safe for use by any thread. An event is built only where {@link #isActive()}, so that a client nobody watches pays one
 * read.
 */
public final class TapHub {
    private static final Logger LOG = LoggerFactory.getLogger(TapHub.class);

    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private volatile boolean active;

    /** Attaches {@code tap}; it sees what happens from now on. Close what is returned to detach it. */
    public Attachment attach(Tap tap) {
        taps.add(tap);
        active = true;
        return () -> {
            taps.remove(tap);
            active = !taps.isEmpty();
        };
    }

    /** Whether anybody watches: the caller of {@link #emit} asks before it builds an event. */
    public boolean isActive() {
        return active;
    }

    /** Gives {@code event} to every tap. Called by the client on its own thread. */
    public void emit(TapEvent event) {
        for (Tap tap : taps) {
            try {
                tap.onEvent(event);
            } catch (RuntimeException e) {
                LOG.warn("A tap failed on {} and was ignored", event, e);
            }
        }
    }

    /** A tap's place in a hub. */
    @FunctionalInterface
    public interface Attachment extends AutoCloseable {
        /** Detaches the tap; once is enough, more does no harm. */
        @Override
        void close();
    }
}
