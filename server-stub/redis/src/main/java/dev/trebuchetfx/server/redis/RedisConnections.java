// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the servers of a database. Each is lent to one user at a time and never connects again by itself, since the driver would
 * then send again what may have been done already. Safe for use by any thread.
 */
final class RedisConnections implements AutoCloseable {
    private static final int IO_THREADS = 2;
    private static final int QUIET_MILLIS = 50;

    private final RedisOptions options;
    private final ClientResources resources;
    private final RedisClient client;
    private final @Nullable RedisClusterClient cluster;
    private final Map<RedisURI, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile boolean closed;

    RedisConnections(RedisOptions options) {
        this.options = options;
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(IO_THREADS)
                .computationThreadPoolSize(IO_THREADS)
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(clientOptions());
        this.cluster = options.address().kind() == RedisAddress.Kind.CLUSTER ? clusterClient() : null;
    }

    private ClientOptions clientOptions() {
        ClientOptions.Builder builder = ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(options.connectTimeout())
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled());
        Path certificates = options.certificates();
        if (certificates != null) {
            builder.sslOptions(SslOptions.builder()
                    .jdkSslProvider()
                    .trustManager(certificates.toFile())
                    .build());
        }
        return builder.build();
    }

    private RedisClusterClient clusterClient() {
        RedisClusterClient made =
                RedisClusterClient.create(resources, options.address().uris(options.connectTimeout()));
        made.setOptions(ClusterClientOptions.builder(clientOptions()).build());
        return made;
    }

    /**
     * The connections to one server that nobody uses, and the room for those that are lent. When one of them ends, all do, and so does the session
     * that listens: a master that is demoted ends them, and what it has answered last may be lost, so that what nodes hold has to be compared.
     */
    private final class Pool implements RedisConnectionStateListener {
        private final Semaphore room = new Semaphore(options.poolSize(), true);
        private final Deque<StatefulRedisConnection<byte[], byte[]>> idle = new ConcurrentLinkedDeque<>();

        /** The connections of sessions, which may hang on a server that is there but has lost its place. */
        private final Set<StatefulRedisConnection<byte[], byte[]>> listening = ConcurrentHashMap.newKeySet();

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            clear();
        }

        private void clear() {
            listening.forEach(RedisConnections::cut);
            listening.clear();
            for (var each = idle.poll(); each != null; each = idle.poll()) {
                cut(each);
            }
        }
    }

    /** A connection that is lent until it is closed. */
    final class Lent implements AutoCloseable {
        private final Pool pool;
        private final StatefulRedisConnection<byte[], byte[]> connection;
        private boolean broken;

        private Lent(Pool pool, StatefulRedisConnection<byte[], byte[]> connection) {
            this.pool = pool;
            this.connection = connection;
        }

        StatefulRedisConnection<byte[], byte[]> connection() {
            return connection;
        }

        /** Notes that it can't be used again, and that those to the same server most likely can't either. */
        void markBroken() {
            broken = true;
        }

        @Override
        public void close() {
            if (broken || closed) {
                cut(connection);
                pool.clear();
            } else {
                pool.idle.push(connection);
            }
            pool.room.release();
        }
    }

    /**
     * Lends a connection to a server.
     *
     * @throws RedisException if there is none in time
     */
    Lent lend(RedisURI server) {
        Pool pool = poolOf(server);
        boolean admitted;
        try {
            admitted = pool.room.tryAcquire(options.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException("the thread was interrupted as it waited for a connection", e);
        }
        if (!admitted) {
            throw new RedisException("all " + options.poolSize()
                    + " connections were in use; a larger option pool-size allows more of them");
        }
        try {
            for (var each = pool.idle.poll(); each != null; each = pool.idle.poll()) {
                if (each.isOpen()) {
                    return new Lent(pool, each);
                }
            }
            StatefulRedisConnection<byte[], byte[]> opened = open(server, options.answerTimeout());
            opened.addListener(pool);
            return new Lent(pool, opened);
        } catch (RuntimeException e) {
            pool.room.release();
            throw e;
        }
    }

    /** Opens a connection that belongs to the caller, as {@link #open} does; it is closed when another one to its server breaks. */
    StatefulRedisConnection<byte[], byte[]> openToListen(RedisURI server, Duration answerTimeout) {
        Pool pool = poolOf(server);
        StatefulRedisConnection<byte[], byte[]> connection = open(server, answerTimeout);
        pool.listening.removeIf(each -> !each.isOpen());
        pool.listening.add(connection);
        return connection;
    }

    private Pool poolOf(RedisURI server) {
        return pools.computeIfAbsent(server, each -> new Pool());
    }

    /**
     * Opens a connection that belongs to the caller.
     *
     * @param answerTimeout the longest wait for each answer
     * @throws RedisException if there is none, or the server is a replica
     */
    StatefulRedisConnection<byte[], byte[]> open(RedisURI server, Duration answerTimeout) {
        if (closed) {
            throw new RedisException("the store is closed");
        }
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE, server);
        try {
            Object role = connection.sync().role().getFirst();
            String name = role instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : role.toString();
            if (!name.equals("master")) {
                throw new RedisException("the server is a replica at present (its role is " + name
                        + "), and only the master takes writes; give the address of the master, or of Sentinels");
            }
            connection.setTimeout(answerTimeout);
            return connection;
        } catch (RuntimeException e) {
            cut(connection);
            throw e;
        }
    }

    /** Closes a connection without waiting for that. */
    static void cut(StatefulRedisConnection<?, ?> connection) {
        if (connection.isOpen()) {
            CompletableFuture<?> unused = connection.closeAsync();
        }
    }

    /** Returns the address of the server that has the slot of a key. */
    RedisURI serverOf(String key) {
        RedisClusterClient known = cluster;
        if (known == null) {
            return options.address().uris(options.connectTimeout()).getFirst();
        }
        int slot = SlotHash.getSlot(key);
        RedisClusterNode node = known.getPartitions().getPartitionBySlot(slot);
        if (node == null) {
            refresh();
            node = known.getPartitions().getPartitionBySlot(slot);
        }
        if (node == null) {
            throw new RedisException("no server of the cluster has the slot " + slot + "; look at CLUSTER SLOTS");
        }
        return server(node.getUri().getHost(), node.getUri().getPort());
    }

    /** Returns the address of one server of the cluster. */
    RedisURI server(String host, int port) {
        RedisURI server = options.address().uris(options.connectTimeout()).getFirst();
        server.setHost(host);
        server.setPort(port);
        return server;
    }

    boolean isCluster() {
        return cluster != null;
    }

    /** Reads anew which server of the cluster has which slots; does nothing without a cluster. */
    void refresh() {
        RedisClusterClient known = cluster;
        if (known != null) {
            known.refreshPartitions();
        }
    }

    /** Begins to read the same, and returns at once; does nothing while that is under way. */
    void refreshSoon() {
        RedisClusterClient known = cluster;
        if (known != null && !closed && refreshing.compareAndSet(false, true)) {
            CompletionStage<?> unused =
                    known.refreshPartitionsAsync().whenComplete((nothing, failure) -> refreshing.set(false));
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<Void> ended = client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        RedisClusterClient known = cluster;
        if (known != null) {
            ended = ended.thenCompose(nothing -> known.shutdownAsync(0, 1, TimeUnit.SECONDS));
        }
        // The threads end last, since closed connections tell so on them.
        CompletableFuture<?> unused = ended.whenComplete((nothing, failure) -> {
            Future<?> unusedToo = resources.shutdown(QUIET_MILLIS, 1_000, TimeUnit.MILLISECONDS);
        });
    }
}
