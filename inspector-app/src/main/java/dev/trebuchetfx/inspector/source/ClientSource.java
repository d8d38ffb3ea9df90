// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.RingEventLog;

/** Watches a client of this process through its taps. It changes nothing at the client. */
public final class ClientSource implements EventSource {
    private final RingEventLog log;
    private final TapHub.Attachment attachment;

    private ClientSource(RingEventLog log, TapHub.Attachment attachment) {
        this.log = log;
        this.attachment = attachment;
    }

    /** Captures from now on. */
    public static ClientSource attachTo(TapHub taps, CaptureLimits limits) {
        RingEventLog log = new RingEventLog(limits);
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
