// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/** Calls with one client, made when it is first needed, and observes with one for each stream. */
public final class ClientCaller implements Caller {
    private static final CallOptions PATIENT = CallOptions.builder()
            .timeout(Duration.ofSeconds(10))
            .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
            .build();

    private final Supplier<TrebuchetClient.Builder> clients;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ClientProbe> probes = ConcurrentHashMap.newKeySet();
    private @Nullable TrebuchetClient client;

    /** {@code clients}: settings for a client of the server. */
    public ClientCaller(Supplier<TrebuchetClient.Builder> clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<JsonNode> call(String actor, String method, List<RawValue> arguments) {
        return client().actor(actor).call(method, JsonNode.class, PATIENT, arguments.toArray());
    }

    private TrebuchetClient client() {
        lock.lock();
        try {
            TrebuchetClient made = client;
            if (made == null) {
                made = clients.get().mapper(ExactJson.mapper()).build();
                client = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Probe open(String actor, String method, @Nullable StreamFilter filter, Consumer<String> told) {
        ClientProbe probe = new ClientProbe(clients, clock, actor, method, filter, told);
        probes.add(probe);
        probe.start();
        return probe;
    }

    @Override
    public void close() {
        probes.forEach(ClientProbe::close);
        lock.lock();
        try {
            if (client != null) {
                client.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
