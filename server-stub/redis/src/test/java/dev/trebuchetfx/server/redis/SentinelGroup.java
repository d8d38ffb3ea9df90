// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master with two replicas, and three Sentinels, one beside each. Owned by the test's thread. */
final class SentinelGroup implements AutoCloseable {
    private static final int SIZE = 3;
    private static final String BRIDGE = "trebuchet0";
    private static final String NETWORK = "10.213.77.";

    private final boolean inNamespaces;
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private SentinelGroup(boolean inNamespaces) {
        this.inNamespaces = inNamespaces;
    }

    /**
     * Starts the servers, and returns them when the master has its replicas.
     *
     * @param inNamespaces whether each server, with its Sentinel, has a network of its own that can be cut off, which needs root
     */
    static SentinelGroup start(Path program, boolean inNamespaces) {
        SentinelGroup group = new SentinelGroup(inNamespaces);
        try {
            if (inNamespaces) {
                group.removeNetworks();
                run("ip", "link", "add", BRIDGE, "type", "bridge");
                run("ip", "addr", "add", NETWORK + "254/24", "dev", BRIDGE);
                run("ip", "link", "set", BRIDGE, "up");
            }
            for (int i = 0; i < SIZE; i++) {
                group.startOne(program, i);
            }
            group.awaitReplicas();
            return group;
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    private void startOne(Path program, int index) {
        List<String> command = new ArrayList<>();
        String host = "127.0.0.1";
        if (inNamespaces) {
            String space = "trebuchet" + index;
            host = NETWORK + (index + 1);
            run("ip", "netns", "add", space);
            run("ip", "link", "add", cable(index), "type", "veth", "peer", "name", "eth0", "netns", space);
            run("ip", "link", "set", cable(index), "master", BRIDGE, "up");
            run("ip", "-n", space, "addr", "add", host + "/24", "dev", "eth0");
            run("ip", "-n", space, "link", "set", "eth0", "up");
            run("ip", "-n", space, "link", "set", "lo", "up");
            command.addAll(List.of("ip", "netns", "exec", space));
        }
        command.add(program.toString());
        List<String> settings = new ArrayList<>();
        if (index > 0) {
            RedisServer first = servers.getFirst();
            settings.addAll(List.of("--replicaof", first.host(), String.valueOf(first.port())));
        }
        servers.add(RedisServer.startAt(command, host, RedisServer.freePort(), settings.toArray(String[]::new)));
        RedisServer master = servers.getFirst();
        sentinels.add(RedisServer.startAt(
                command,
                host,
                RedisServer.freePort(),
                "--sentinel",
                "sentinel monitor states " + master.host() + " " + master.port() + " 2",
                "sentinel down-after-milliseconds states 1000",
                "sentinel failover-timeout states 5000",
                "sentinel parallel-syncs states 2"));
    }

    private static String cable(int index) {
        return "trebuchet-" + index;
    }

    /** Returns the address of the store. */
    String address() {
        return sentinels.stream()
                .map(each -> each.host() + ":" + each.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#states"));
    }

    /** Returns the server that is the master. */
    RedisServer master() {
        return servers.stream()
                .filter(each -> each.<String>ask(commands -> commands.info("replication"))
                        .contains("role:master"))
                .reduce((one, other) -> {
                    throw new IllegalStateException("expected one master but found several");
                })
                .orElseThrow();
    }

    /** Waits until there is one master, which all others follow, and all Sentinels say so. */
    void awaitReplicas() {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> {
                    RedisServer master = master();
                    String info = master.ask(commands -> commands.info("replication"));
                    return info.lines()
                                            .filter(line -> line.contains("state=online"))
                                            .count()
                                    == SIZE - 1
                            && sentinels.stream().allMatch(each -> knows(each, master));
                });
    }

    private static boolean knows(RedisServer sentinel, RedisServer master) {
        String info = sentinel.ask(commands -> commands.info("sentinel"));
        return info.contains("status=ok,address=" + master.host() + ":" + master.port() + ",slaves=2,sentinels=3");
    }

    /** Cuts a server off from all others, or connects it again. */
    void connect(RedisServer server, boolean isConnected) {
        run("ip", "link", "set", cable(servers.indexOf(server)), isConnected ? "up" : "down");
    }

    private void removeNetworks() {
        for (int i = 0; i < SIZE; i++) {
            trying("ip", "netns", "del", "trebuchet" + i);
            trying("ip", "link", "del", cable(i));
        }
        trying("ip", "link", "del", BRIDGE);
    }

    private static void run(String... command) {
        if (trying(command) != 0) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
    }

    private static int trying(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Returns whether this process may make networks. */
    static boolean canCutNetworks() {
        boolean can = trying("ip", "netns", "add", "trebuchet-probe") == 0;
        trying("ip", "netns", "del", "trebuchet-probe");
        return can;
    }

    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
        if (inNamespaces) {
            removeNetworks();
        }
    }
}
