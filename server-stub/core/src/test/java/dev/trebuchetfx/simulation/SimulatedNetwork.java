// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lines between clients and the server or its nodes, and all that befalls them. */
final class SimulatedNetwork {
    private final SimulatedWorld world;
    private final RandomGenerator random;
    private final Wire wire;
    private final FaultCounts counts;
    private final Mutant mutant;
    private final long latency;
    private final Set<SimulatedLine> lines = new LinkedHashSet<>();
    private final Map<String, Long> acceptedAt = new HashMap<>();
    private List<SimulatedServer> servers = List.of();
    private Admission admission = Admission.OPEN;
    private boolean swallowsHeaders;
    private boolean endsComeLate;
    private int opened;

    /** What becomes of an attempt to connect. */
    enum Admission {
        OPEN,
        REFUSED,
        UNAVAILABLE,
        BLACK_HOLE
    }

    /**
     * @param latency of a message, one way; it varies around that
     */
    SimulatedNetwork(SimulatedWorld world, Wire wire, FaultCounts counts, Mutant mutant, long latency) {
        this.world = world;
        this.random = world.newRandom();
        this.wire = wire;
        this.counts = counts;
        this.mutant = mutant;
        this.latency = latency;
    }

    Transport transport(String client, Tokens tokens) {
        return (target, listener) -> {
            SimulatedLine line = new SimulatedLine(this, ++opened, client, tokens, listener);
            lines.add(line);
            line.open(target.headers());
            return line;
        };
    }

    /** Lets these nodes answer from now on, one of them each time, as a balancer has it. */
    void servers(List<SimulatedServer> nodes) {
        servers = nodes;
    }

    void admit(Admission next) {
        admission = next;
    }

    /** A gateway that passes no headers of its own accord: only payloads show the extension. */
    void swallowHeaders(boolean swallow) {
        swallowsHeaders = swallow;
    }

    /** One side may hear of the end much later than the other. */
    void letEndsComeLate(boolean late) {
        endsComeLate = late;
    }

    /** When the server accepted the line that this client opened last. */
    long acceptedAt(String client) {
        return acceptedAt.getOrDefault(client, 0L);
    }

    /** Lines on which messages still flow, at least in one direction. */
    List<SimulatedLine> flowing() {
        return lines.stream().filter(SimulatedLine::isFlowing).toList();
    }

    /** Every line of which one side has not heard the end. */
    List<SimulatedLine> lines() {
        return new ArrayList<>(lines);
    }

    SimulatedWorld world() {
        return world;
    }

    Wire wire() {
        return wire;
    }

    RandomGenerator random() {
        return random;
    }

    Mutant mutant() {
        return mutant;
    }

    FaultCounts counts() {
        return counts;
    }

    /** Returns the node that answers next; null for none. */
    @Nullable
    SimulatedServer server() {
        return servers.size() < 2
                ? servers.stream().findFirst().orElse(null)
                : servers.get(random.nextInt(servers.size()));
    }

    Admission admission() {
        return admission;
    }

    boolean swallowsHeaders() {
        return swallowsHeaders;
    }

    long delay() {
        return latency / 2 + random.nextLong(latency + 1);
    }

    /** How long it takes until the other side hears of an end. */
    long endDelay() {
        if (endsComeLate && random.nextInt(3) == 0) {
            counts.add(FaultKind.LATE_END);
            return random.nextLong(20 * SimulatedWorld.SECOND);
        }
        return delay();
    }

    /** Returns whether the client of this line has another one open, whose place this one was to take. */
    boolean hasAnother(SimulatedLine line) {
        return lines.stream()
                .anyMatch(other -> other != line && other.client().equals(line.client()) && other.isOpenForClient());
    }

    void accepted(SimulatedLine line) {
        acceptedAt.put(line.client(), line.acceptedAt());
    }

    void forget(SimulatedLine line) {
        lines.remove(line);
    }
}
