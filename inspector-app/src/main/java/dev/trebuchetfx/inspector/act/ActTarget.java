// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import org.jspecify.annotations.Nullable;

/**
 * What can be done where the inspector watches.
 *
 * @param caller null where nothing can be called
 * @param whyNoCalls why not, and what to do; empty where it can be
 * @param faults null where no faults can be brought about
 * @param whyNoFaults why not, and what to do; empty where they can be
 */
public record ActTarget(
        @Nullable Caller caller,
        String whyNoCalls,
        @Nullable FaultGate faults,
        String whyNoFaults) {
    private static final String FAULTS =
            "Faults need a server's admin port, inspect URL --admin http://127.0.0.1:PORT, or a proxy between "
                    + "client and server: inspect --proxy 9000=URL";

    /** A capture file: it is over. */
    public static ActTarget file() {
        return nothing("This is a capture: what it shows is over. To speak to a server: inspect URL --actor NAME");
    }

    /** Another process: it is only watched. */
    public static ActTarget attached() {
        return nothing(
                "An application of another process is only watched. To speak to its server: inspect URL --actor NAME, or "
                        + "put a proxy in between: inspect --proxy 9000=URL");
    }

    /** An application's own inspector. */
    public static ActTarget embedded() {
        return nothing(
                "This inspector only watches its application. To speak to the same server: inspect URL --actor NAME");
    }

    private static ActTarget nothing(String why) {
        return new ActTarget(null, why, null, why);
    }

    /** A server. {@code faults}: null where its admin port is not known. */
    public static ActTarget server(Caller caller, @Nullable FaultGate faults) {
        return new ActTarget(caller, "", faults, faults == null ? FAULTS : "");
    }
}
