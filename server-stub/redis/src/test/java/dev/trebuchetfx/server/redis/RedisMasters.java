// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cluster of three masters without replicas. */
final class RedisMasters {
    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    private RedisMasters() {}

    /** Starts the servers, which the caller closes, and returns them when all know that the cluster is complete. */
    static List<RedisServer> start(Path program) {
        List<RedisServer> servers = Stream.generate(() -> RedisServer.start(program, "--cluster-enabled", "yes"))
                .limit(MASTERS)
                .toList();
        for (int i = 0; i < MASTERS; i++) {
            int[] slots = IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS)
                    .toArray();
            Object unused = servers.get(i).ask(commands -> commands.clusterAddSlots(slots));
            unused = servers.get(i)
                    .ask(commands ->
                            commands.clusterMeet("127.0.0.1", servers.getFirst().port()));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> servers.stream().allMatch(server -> server.ask(commands -> commands.clusterInfo())
                        .contains("cluster_state:ok")));
        return servers;
    }

    /** Returns the address of the store: two of the servers, of which the other one is learnt. */
    static String address(List<RedisServer> servers) {
        return servers.stream()
                .limit(2)
                .map(server -> "127.0.0.1:" + server.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }
}
