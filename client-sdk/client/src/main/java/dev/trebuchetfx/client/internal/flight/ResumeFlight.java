// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.flight;

import dev.trebuchetfx.client.event.ResumeReport;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The event of a resume, from the question to the answer. Confined to the client's loop. */
@Name("dev.trebuchetfx.Resume")
@Label("Resume")
@Description("A stream has asked for the updates that it missed, and was answered")
@Category("Trebuchet FX")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recording reads the fields.
public final class ResumeFlight extends Event {
    @Label("Number of the stream")
    private final int stream;

    @Label("Last sequence number, unsigned")
    private final String lastSequence;

    @Label("Outcome")
    private @Nullable String outcome;

    private ResumeFlight(int stream, long lastSequence) {
        this.stream = stream;
        this.lastSequence = Long.toUnsignedString(lastSequence);
    }

    /** Begins with the question. */
    public static ResumeFlight sent(int stream, long lastSequence) {
        ResumeFlight flight = new ResumeFlight(stream, lastSequence);
        flight.begin();
        return flight;
    }

    /** Records the answer. */
    public void answered(ResumeReport report) {
        outcome = report.outcome().name().toLowerCase(Locale.ROOT);
        commit();
    }
}
