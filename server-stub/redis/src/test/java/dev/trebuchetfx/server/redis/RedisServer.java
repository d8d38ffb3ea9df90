// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real server in a process of its own, which keeps nothing on the disk. Owned by the test's thread. */
final class RedisServer implements AutoCloseable {
    private static final String SCRIPT = new String(StateScript.read("actor-state.lua"), StandardCharsets.UTF_8);

    /** Makes all entries of logs older: the entries of a stream can't be changed, so it is made anew. */
    private static final String OLDER = """
            local function older(micros) return string.format('%.0f', tonumber(micros) - tonumber(ARGV[1])) end
            for _, key in ipairs(redis.call('KEYS', '*:log:*')) do
                local entries = redis.call('XRANGE', key, '-', '+')
                redis.call('DEL', key)
                for _, entry in ipairs(entries) do
                    for i = 1, #entry[2], 2 do
                        if entry[2][i] == 'storedAt' then entry[2][i + 1] = older(entry[2][i + 1]) end
                    end
                    redis.call('XADD', key, entry[1], unpack(entry[2]))
                end
            end
            for _, key in ipairs(redis.call('KEYS', '*:state:*')) do
                redis.call('HSET', key, 'oldestAt', older(redis.call('HGET', key, 'oldestAt')))
            end
            return 1
            """;

    private final List<String> program;
    private final String host;
    private final int port;
    private final List<String> settings;
    private final Path folder;
    private @Nullable Process process;

    private RedisServer(List<String> program, String host, int port, List<String> settings) throws IOException {
        this.program = program;
        this.host = host;
        this.port = port;
        this.settings = settings;
        this.folder = Files.createTempDirectory("trebuchet-redis");
    }

    /** Starts a server at a free port. */
    static RedisServer start(Path program, String... settings) {
        return startAt(List.of(program.toString()), "127.0.0.1", freePort(), settings);
    }

    /**
     * Starts a server.
     *
     * @param program the program, with what stands before it
     */
    static RedisServer startAt(List<String> program, String host, int port, String... settings) {
        try {
            RedisServer server = new RedisServer(program, host, port, List.of(settings));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a port that nobody uses, and nobody uses with 10,000 more, as the servers of a cluster do. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 22_000);
            try (ServerSocket own = new ServerSocket(port);
                    ServerSocket bus = new ServerSocket(port + 10_000)) {
                return Math.min(own.getLocalPort(), bus.getLocalPort());
            } catch (IOException e) {
                // Another program has it.
            }
        }
    }

    /** Starts it again after {@link #kill}. */
    void start() {
        List<String> command = new ArrayList<>(program);
        if (settings.contains("--sentinel")) {
            command.addAll(List.of(sentinelFile(), "--sentinel"));
        } else {
            command.addAll(List.of("--port", String.valueOf(port), "--bind", host, "--dir", folder.toString()));
            command.addAll(List.of("--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"));
            command.addAll(List.of("--protected-mode", "no"));
            command.addAll(settings);
        }
        Path log = folder.resolve("redis.log");
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> Files.readString(log).contains("Ready to accept connections")
                        || Files.readString(log).contains("Sentinel ID"));
    }

    /** Returns the file that a Sentinel has its settings in and writes what it learns to. */
    private String sentinelFile() {
        Path file = folder.resolve("sentinel.conf");
        try {
            if (!Files.exists(file)) {
                List<String> lines = new ArrayList<>(List.of("port " + port, "bind " + host, "dir " + folder));
                lines.add("protected-mode no");
                settings.stream().filter(each -> !each.equals("--sentinel")).forEach(lines::add);
                Files.write(file, lines);
            }
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** Returns the address of the store. */
    String address() {
        return "redis://" + host + ":" + port;
    }

    /** Does something on a connection of its own. */
    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (RedisClient client = RedisClient.create(RedisURI.create(host, port));
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    /** Runs the script as {@code redis-cli --eval} does, and returns its answer as text. */
    String script(String key, String... arguments) {
        Object reply = ask(commands -> commands.eval(SCRIPT, ScriptOutputType.MULTI, new String[] {key}, arguments));
        return ((List<?>) reply).getFirst().toString();
    }

    /** Edits a state by the script, and returns the number of the version. */
    long edit(String actor, String json) {
        return Long.parseLong(script("trebuchet", "edit", actor, json));
    }

    /** Makes all entries of logs older. */
    void age(Duration by) {
        Object unused = ask(commands ->
                commands.eval(OLDER, ScriptOutputType.INTEGER, new String[0], String.valueOf(by.toNanos() / 1_000)));
    }

    /** Makes a user for nodes, and returns the address of the store for it. */
    String addressOfNode() {
        Object unused = ask(commands -> commands.aclSetuser(
                "node",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("trebuchet")
                        .keyPattern("{trebuchet:*")
                        .allCommands()));
        return "redis://node:secret@" + host + ":" + port;
    }

    /** Cuts all connections of nodes, does something while none can be made, and lets them connect again. */
    void cutNodesWhile(Runnable work) {
        Object unused = ask(commands -> {
            commands.aclSetuser("node", AclSetuserArgs.Builder.off());
            return commands.clientKill(KillArgs.Builder.user("node"));
        });
        work.run();
        unused = ask(commands -> commands.aclSetuser("node", AclSetuserArgs.Builder.on()));
    }

    /** Cuts all connections of others. */
    void cutAll() {
        Object unused = ask(
                commands -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) {
        Process running = process;
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(running == null ? 0 : running.pid()))
                    .inheritIO()
                    .start();
            if (running == null || kill.onExit().join().exitValue() != 0) {
                throw new IOException("could not send " + name + " to " + running);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process at once, as kill -9 does, and waits until it is gone. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
