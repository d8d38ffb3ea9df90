// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.RingEventLog;
import org.jspecify.annotations.Nullable;

/** Watches a client of this process through its taps. It changes nothing at the client. */
public final class ClientSource implements EventSource {
    private final RingEventLog log;
    private final TapHub.Attachment attachment;

    private ClientSource(RingEventLog log, TapHub.Attachment attachment) {
        this.log = log;
        this.attachment = attachment;
    }

    /**
     * Captures from now on.
     *
     * @param first what stands first in the log, such as the state that the connection is in; null for nothing
     */
    public static ClientSource attachTo(TapHub taps, CaptureLimits limits, @Nullable TapEvent first) {
        RingEventLog log = new RingEventLog(limits);
        if (first != null) {
            log.append(first);
        }
        return new ClientSource(log, taps.attach(log::append));
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
