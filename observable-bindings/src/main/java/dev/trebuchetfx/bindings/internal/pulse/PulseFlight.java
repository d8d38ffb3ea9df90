// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The event of a pulse with work for actors, in a recording of Java Flight Recorder. FX thread. */
@Name("dev.trebuchetfx.Pulse")
@Label("Pulse")
@Description("The FX thread has applied what had come for actors")
@Category("Trebuchet FX")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recording reads the fields.
final class PulseFlight extends Event {
    @Label("Actors that were applied")
    private int applied;

    @Label("Actors that wait for the next pulse")
    private int left;

    /** Begins the pulse. */
    static PulseFlight begun() {
        PulseFlight flight = new PulseFlight();
        flight.begin();
        return flight;
    }

    /** Records the pulse. */
    void over(int done, int waiting) {
        applied = done;
        left = waiting;
        commit();
    }
}
