// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One process of the server, alone or a node among several: what a restart ends. */
final class SimulatedServer {
    private final SimulatedProcess process;
    private final StubServer server;
    private final Acceptor acceptor;
    private final List<SimulatedActor> actors = new ArrayList<>();

    /**
     * @param keepsState whether its actors go on where those of the process before stopped, unless they are stored
     * @param store made for its process, the store of its actors; null if they are not stored
     */
    SimulatedServer(
            SimulatedWorld world,
            String name,
            int bufferSize,
            Duration timeToLive,
            List<Ledger> ledgers,
            boolean keepsState,
            @Nullable Function<SimulatedProcess, ActorStateStore> store) {
        process = new SimulatedProcess(world, name, false);
        StubServerBuilder builder = StubServer.builder()
                .withoutSocket()
                .time(process)
                .executor(process)
                .buffer(bufferSize)
                .timeToLive(timeToLive);
        if (store != null) {
            builder.store(store.apply(process));
        }
        Principals.ALL.forEach(principal -> builder.token(principal, Principals.tokenOf(principal)));
        for (int i = 0; i < ledgers.size(); i++) {
            SimulatedActor actor = store == null
                    ? new VersionedActor(ledgers.get(i), world::now, keepsState)
                    : new StoredActor(new Versioned(1, Ledger.THRESHOLD));
            actors.add(actor);
            builder.expose(actorName(i), actor);
        }
        try {
            server = builder.start();
            acceptor = server.acceptor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String actorName(int index) {
        return "actor-" + index;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    StubServer stub() {
        return server;
    }

    SimulatedProcess process() {
        return process;
    }

    SimulatedActor actor(int index) {
        return actors.get(index);
    }

    long boundStreams() {
        return server.streams().stream().filter(stream -> stream.bound()).count();
    }
}
