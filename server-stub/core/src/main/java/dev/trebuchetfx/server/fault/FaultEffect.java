// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.server.dispatch.ClientConnection;
import java.util.function.Consumer;

/** The effect of a fault at a server, by the place that it hits. Immutable. */
sealed interface FaultEffect {
    /** An effect on connections, at once. */
    record AtConnections(Consumer<ClientConnection> action) implements FaultEffect {}

    /** An effect on what streams could replay, at once: it is forgotten. */
    record AtBuffers() implements FaultEffect {}

    /** An effect on the updates that come next. */
    record AtUpdates(Fault.OfUpdates fault, Disturbance disturbance) implements FaultEffect {}

    /** Returns the effect of {@code fault}. No other code tells the kinds of faults apart. */
    static FaultEffect of(Fault fault, CutClients cutClients) {
        return switch (fault) {
            case Fault.Cut cut -> new AtConnections(connection -> cutClients.cut(connection, cut.keepOut()));
            case Fault.Pause pause ->
                new AtConnections(connection -> DisturbedLine.of(connection).pause(pause.time()));
            case Fault.Expire expire -> new AtBuffers();
            case Fault.Drop drop -> new AtUpdates(drop, Disturbance.LOSS);
            case Fault.Delay delay -> new AtUpdates(delay, (line, message) -> line.delay(message, delay.time()));
            case Fault.Duplicate duplicate -> new AtUpdates(duplicate, DisturbedLine::sendTwice);
            case Fault.Reorder reorder -> new AtUpdates(reorder, DisturbedLine::sendBehindTheNext);
            case Fault.Corrupt corrupt -> new AtUpdates(corrupt, DisturbedLine::sendSpoiled);
        };
    }
}
