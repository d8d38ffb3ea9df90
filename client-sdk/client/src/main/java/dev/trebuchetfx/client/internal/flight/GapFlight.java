// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.flight;

import dev.trebuchetfx.client.event.GapReport;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The event of missing updates. */
@Name("dev.trebuchetfx.Gap")
@Label("Gap")
@Description("Updates of a stream are missing, or missing updates have come after all")
@Category("Trebuchet FX")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recording reads the fields.
public final class GapFlight extends Event {
    @Label("Number of the stream")
    private final int stream;

    @Label("First number that is missing, unsigned")
    private final String fromSequence;

    @Label("Cause")
    private final String cause;

    @Label("Healed")
    private final boolean healed;

    private GapFlight(int stream, GapReport report) {
        this.stream = stream;
        this.fromSequence = Long.toUnsignedString(report.fromSequence());
        this.cause = String.valueOf(report.cause());
        this.healed = report.healed();
    }

    /** Records a gap. */
    public static void seen(int stream, GapReport report) {
        new GapFlight(stream, report).commit();
    }
}
