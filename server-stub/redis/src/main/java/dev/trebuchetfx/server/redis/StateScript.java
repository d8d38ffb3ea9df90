// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.store.StateStoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runner of the script in the database, at the server that has the partition's slot. Safe for use by any thread. */
final class StateScript {
    private static final Logger LOG = LoggerFactory.getLogger(StateScript.class);

    private static final String FILE = "actor-state.lua";
    private static final Pattern MOVED = Pattern.compile("(MOVED|ASK) \\d+ (\\S*):(\\d+).*", Pattern.DOTALL);

    /** The most servers that are asked for one partition, each of which names another. */
    private static final int MAX_MOVES = 4;

    /** The index of the argument that lets a lost state begin a new life. */
    private static final int MODE = 2;

    private final RedisConnections connections;
    private final RedisOptions options;
    private final byte[] source;
    private volatile @Nullable String digest;

    StateScript(RedisConnections connections, RedisOptions options) {
        this.connections = connections;
        this.options = options;
        this.source = read(FILE);
    }

    static byte[] read(String file) {
        try (InputStream stream = StateScript.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(stream, () -> "the program lacks its file " + file)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the script.
     *
     * @param action the purpose, for errors, as in "Redis could not …"
     * @param key the key of the partition
     * @param replicated whether the replicas that are wanted must have all writes up to now before this returns
     * @throws StateStoreException if it failed, or too few replicas have the writes
     */
    List<Object> run(String action, String key, List<byte[]> arguments, boolean replicated) {
        try {
            try {
                return run(action, key, arguments.toArray(byte[][]::new), replicated);
            } catch (RedisCommandExecutionException e) {
                if (!isLost(e)) {
                    throw e;
                }
                // By now the connection is given up, so that Sentinels are asked anew which server is the master, as a
                // cluster is below.
                byte[][] renewing = arguments.toArray(byte[][]::new);
                renewing[MODE] =
                        (new String(renewing[MODE], StandardCharsets.UTF_8) + "r").getBytes(StandardCharsets.UTF_8);
                LOG.warn(
                        "Redis does not have a version that this node has shown, as after a failover; the state begins a"
                                + " new generation. Found out by: {}",
                        action);
                connections.refresh();
                return run(action, key, renewing, replicated);
            }
        } catch (RedisException | IllegalStateException e) {
            throw connections.isClosed() ? closed() : RedisFailures.failure(action, e);
        }
    }

    private List<Object> run(String action, String key, byte[][] values, boolean replicated) {
        byte[][] keys = {key.getBytes(StandardCharsets.UTF_8)};
        RedisURI server = connections.serverOf(key);
        boolean asking = false;
        for (int move = 1; ; move++) {
            try {
                return run(action, server, asking, keys, values, replicated && options.replicas() > 0);
            } catch (RedisCommandExecutionException e) {
                Matcher moved = MOVED.matcher(Objects.requireNonNullElse(e.getMessage(), ""));
                if (move == MAX_MOVES || !connections.isCluster() || !moved.matches()) {
                    throw e;
                }
                asking = moved.group(1).equals("ASK");
                if (asking) {
                    server = connections.server(moved.group(2), Integer.parseInt(moved.group(3)));
                } else {
                    connections.refresh();
                    server = connections.serverOf(key);
                }
            } catch (RedisException e) {
                // The server may have gone or be a replica by now: the next question goes to the one that took over.
                connections.refreshSoon();
                throw e;
            }
        }
    }

    private static boolean isLost(RedisCommandExecutionException e) {
        return Objects.requireNonNullElse(e.getMessage(), "").contains("TREBUCHET-LOST");
    }

    private static StateStoreException closed() {
        return new StateStoreException("the store on Redis must be open but was closed; open another one", null);
    }

    private List<Object> run(
            String action, RedisURI server, boolean asking, byte[][] keys, byte[][] values, boolean replicated) {
        try (RedisConnections.Lent lent = connections.lend(server)) {
            RedisAsyncCommands<byte[], byte[]> commands = lent.connection().async();
            try {
                return run(action, commands, asking, keys, values, replicated);
            } catch (RedisCommandExecutionException e) {
                // The server is there, and said no. A demoted one closes its connections a moment later.
                if (isLost(e) || Objects.requireNonNullElse(e.getMessage(), "").contains("READONLY")) {
                    lent.markBroken();
                }
                throw e;
            } catch (RedisException | IllegalStateException e) {
                lent.markBroken();
                throw e;
            }
        }
    }

    private List<Object> run(
            String action,
            RedisAsyncCommands<byte[], byte[]> commands,
            boolean asking,
            byte[][] keys,
            byte[][] values,
            boolean replicated) {
        String known = digest;
        if (known == null) {
            known = commands.digest(source);
            digest = known;
        }
        List<Object> reply;
        RedisFuture<Long> replicas;
        try {
            ask(commands, asking);
            RedisFuture<List<Object>> first = commands.evalsha(known, ScriptOutputType.MULTI, keys, values);
            replicas = replicated ? wait(commands) : null;
            reply = answer(first);
        } catch (RedisNoScriptException e) {
            ask(commands, asking);
            RedisFuture<List<Object>> again = commands.eval(source, ScriptOutputType.MULTI, keys, values);
            replicas = replicated ? wait(commands) : null;
            reply = answer(again);
        }
        if (replicas != null) {
            long having = answer(replicas);
            if (having < options.replicas()) {
                throw new StateStoreException(
                        "Redis could not " + action + " so that " + options.replicas()
                                + " replicas have it within "
                                + options.waitLimit().toMillis() + " ms: " + having
                                + " have it, and the others may get it later; see INFO replication",
                        null);
            }
        }
        return reply;
    }

    private static void ask(RedisAsyncCommands<byte[], byte[]> commands, boolean asking) {
        if (asking) {
            RedisFuture<?> unused = commands.asking();
        }
    }

    private RedisFuture<Long> wait(RedisAsyncCommands<byte[], byte[]> commands) {
        return commands.waitForReplication(
                options.replicas(), options.waitLimit().toMillis());
    }

    /** Waits for an answer, which the driver limits in time. */
    static <T> T answer(RedisFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException("the thread was interrupted as it waited for an answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisException known) {
                throw known;
            }
            throw new RedisException(e.getCause());
        }
    }
}
