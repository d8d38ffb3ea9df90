// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The event of a replay, from the answer to a resume to the newest state. Confined to the client's loop. */
@Name("dev.trebuchetfx.Replay")
@Label("Replay")
@Description("A stream has got the updates that it missed, and is live")
@Category("Trebuchet FX")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recording reads the fields.
public final class ReplayFlight extends Event {
    @Label("Number of the stream")
    private final int stream;

    @Label("Updates")
    private final long updates;

    private ReplayFlight(int stream, long updates) {
        this.stream = stream;
        this.updates = updates;
    }

    /** Begins with the answer that announces so many updates. */
    public static ReplayFlight of(int stream, long updates) {
        ReplayFlight flight = new ReplayFlight(stream, updates);
        flight.begin();
        return flight;
    }

    /** Records that the stream is live. */
    public void over() {
        commit();
    }
}
