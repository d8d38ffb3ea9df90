// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One process of the server: what a restart ends. */
final class SimulatedServer {
    private final SimulatedProcess process;
    private final StubServer server;
    private final List<VersionedActor> actors = new ArrayList<>();

    /**
     * @param keepsState whether its actors go on where those of the process before stopped
     */
    SimulatedServer(
            SimulatedWorld world,
            String name,
            int bufferSize,
            Duration timeToLive,
            List<Ledger> ledgers,
            boolean keepsState) {
        process = new SimulatedProcess(world, name, false);
        StubServerBuilder builder = StubServer.builder()
                .withoutSocket()
                .time(process)
                .executor(process)
                .buffer(bufferSize)
                .timeToLive(timeToLive);
        Principals.ALL.forEach(principal -> builder.token(principal, Principals.tokenOf(principal)));
        for (int i = 0; i < ledgers.size(); i++) {
            VersionedActor actor = new VersionedActor(ledgers.get(i), world::now, keepsState);
            actors.add(actor);
            builder.expose(actorName(i), actor);
        }
        try {
            server = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String actorName(int index) {
        return "actor-" + index;
    }

    StubServer stub() {
        return server;
    }

    SimulatedProcess process() {
        return process;
    }

    VersionedActor actor(int index) {
        return actors.get(index);
    }

    long boundStreams() {
        return server.streams().stream().filter(stream -> stream.bound()).count();
    }
}
