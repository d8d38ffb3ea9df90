// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of a store: looks at the servers, in words that say what to set, and agrees on the number of partitions with other nodes. */
final class RedisStart {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStart.class);

    private static final String FORMAT = "1";
    private static final int DEFAULT_PARTITIONS = 16;
    private static final int MAJOR = 6;
    private static final int MINOR = 2;

    private final RedisConnections connections;
    private final StateScript script;
    private final RedisOptions options;

    RedisStart(RedisConnections connections, StateScript script, RedisOptions options) {
        this.connections = connections;
        this.script = script;
        this.options = options;
    }

    /**
     * Makes the partitions that the database lacks.
     *
     * @throws StateStoreException if the database can't be used; the message says what to do
     */
    RedisNames open(LogRetention retention) {
        Integer wanted = options.partitions();
        String action = "open the store at " + options.address();
        try {
            Set<RedisURI> seen = new HashSet<>();
            RedisNames first = new RedisNames(options.prefix(), wanted == null ? DEFAULT_PARTITIONS : wanted);
            check(first.key(0), seen);
            int partitions = prepare(action, first, 0, retention);
            if (wanted != null && wanted != partitions) {
                throw new StateStoreException(
                        "the database has " + partitions + " partitions under the key-prefix '" + options.prefix()
                                + "', but the option partitions says " + wanted
                                + "; leave the option out, or choose another key-prefix",
                        null);
            }
            RedisNames names = new RedisNames(options.prefix(), partitions);
            for (int partition = 1; partition < partitions; partition++) {
                check(names.key(partition), seen);
                prepare(action, names, partition, retention);
            }
            return names;
        } catch (RedisException e) {
            throw RedisFailures.failure(action, e);
        }
    }

    private int prepare(String action, RedisNames names, int partition, LogRetention retention) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add("open".getBytes(StandardCharsets.UTF_8));
        arguments.add(String.valueOf(names.partitions()).getBytes(StandardCharsets.UTF_8));
        arguments.addAll(RedisStateStore.retentionArguments(retention));
        List<Object> reply = script.run(action, names.key(partition), arguments, false);
        String format = ScriptReplies.text(reply.get(0));
        if (!format.equals(FORMAT)) {
            throw new StateStoreException(
                    "the keys in the database are of the form " + format + ", and this program knows the form " + FORMAT
                            + " only; use a newer version of the program",
                    null);
        }
        String found = ScriptReplies.text(reply.get(1));
        if (!found.matches("[1-9]\\d{0,3}") || Integer.parseInt(found) > RedisOptions.MAX_PARTITIONS) {
            throw new StateStoreException(
                    "the field partitions of the key '" + names.key(partition) + "' must be 1 to "
                            + RedisOptions.MAX_PARTITIONS
                            + ", as the store has written it, but somebody has changed it; put back the former number",
                    null);
        }
        return Integer.parseInt(found);
    }

    private void check(String key, Set<RedisURI> seen) {
        RedisURI server = connections.serverOf(key);
        if (!seen.add(server)) {
            return;
        }
        try (StatefulRedisConnection<byte[], byte[]> connection = connections.open(server, options.answerTimeout())) {
            RedisCommands<byte[], byte[]> commands = connection.sync();
            Map<String, String> info = info(commands.info());
            checkVersion(info.getOrDefault("redis_version", "unknown"));
            checkEviction(info.getOrDefault("maxmemory_policy", "noeviction"));
            checkRights(commands, key);
            warnIfNotDurable(commands, info);
            if (options.replicas() > 0) {
                warnIfReplicasLack(commands, info);
            }
        }
    }

    private static Map<String, String> info(String text) {
        Map<String, String> info = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return info;
    }

    private static void checkVersion(String version) {
        String[] parts = version.split("\\.", -1);
        int major = parts[0].matches("\\d{1,4}") ? Integer.parseInt(parts[0]) : 0;
        int minor = parts.length > 1 && parts[1].matches("\\d{1,4}") ? Integer.parseInt(parts[1]) : 0;
        if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
            throw new StateStoreException(
                    "the server must be Redis 6.2 or later but is Redis " + version + "; use a newer server", null);
        }
    }

    private static void checkEviction(String policy) {
        if (policy.startsWith("allkeys")) {
            throw new StateStoreException(
                    "the server must keep all keys, but its maxmemory-policy is " + policy
                            + ", by which it drops states when its memory is full; run CONFIG SET maxmemory-policy"
                            + " noeviction, and set it in redis.conf",
                    null);
        }
    }

    /** Runs each command that the store uses, so that a missing right shows now and not at an actor's first state. */
    private static void checkRights(RedisCommands<byte[], byte[]> commands, String key) {
        List<String> missing = new ArrayList<>();
        List<Object> denied = commands.eval(
                StateScript.read("rights.lua"), ScriptOutputType.MULTI, key.getBytes(StandardCharsets.UTF_8));
        denied.forEach(each -> missing.add(ScriptReplies.text(each)));
        byte[] probe = (key + ":rights").getBytes(StandardCharsets.UTF_8);
        addIfDenied("XREAD", missing, () -> commands.xread(ChangeStream.offsets(List.of(new ChangeStream(key, null)))));
        addIfDenied("XREVRANGE", missing, () -> commands.xrevrange(probe, Range.unbounded()));
        addIfDenied("EVALSHA", missing, () -> commands.evalsha("0".repeat(40), ScriptOutputType.MULTI, probe));
        addIfDenied("WAIT", missing, () -> commands.waitForReplication(0, 1));
        if (!missing.isEmpty()) {
            throw new StateStoreException(
                    "the user of the store lacks rights for " + String.join(", ", missing)
                            + "; give them by ACL SETUSER, as docs/redis.md lists them",
                    null);
        }
    }

    private static void addIfDenied(String command, List<String> missing, Runnable trial) {
        try {
            trial.run();
        } catch (RedisCommandExecutionException e) {
            if (RedisFailures.describe(e).contains("NOPERM")) {
                missing.add(command);
            }
        }
    }

    private static void warnIfNotDurable(RedisCommands<byte[], byte[]> commands, Map<String, String> info) {
        if ("1".equals(info.get("aof_enabled"))) {
            return;
        }
        String save = setting(commands, "save", "unknown");
        if (save.isEmpty()) {
            LOG.warn("Redis keeps nothing on the disk: a restart of the server loses all states. Set appendonly yes");
        } else {
            LOG.warn(
                    "Redis keeps snapshots alone on the disk (save {}): a restart of the server loses what is newer than"
                            + " the last one. Set appendonly yes to lose a second at the most",
                    save);
        }
    }

    private void warnIfReplicasLack(RedisCommands<byte[], byte[]> commands, Map<String, String> info) {
        int replicas = options.replicas();
        int connected = Integer.parseInt(info.getOrDefault("connected_slaves", "0"));
        if (connected < replicas) {
            LOG.warn(
                    "No version is shown until {} replicas have it, but the server has {} at present",
                    replicas,
                    connected);
        }
        String least = setting(commands, "min-replicas-to-write", "unknown");
        if (least.equals("0")) {
            LOG.warn(
                    "min-replicas-to-write is 0: a master that is cut off goes on to take edits that are lost. Set it to {}",
                    replicas);
        }
    }

    /** Returns a setting, or something else where it can't be asked for, as at many providers. */
    private static String setting(RedisCommands<byte[], byte[]> commands, String name, String otherwise) {
        try {
            return commands.configGet(name).getOrDefault(name, otherwise);
        } catch (RedisCommandExecutionException e) {
            LOG.debug("The setting {} can't be read", name, e);
            return otherwise;
        }
    }
}
