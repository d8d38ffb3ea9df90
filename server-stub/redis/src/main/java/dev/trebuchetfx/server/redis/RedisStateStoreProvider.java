// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The maker of stores on Redis 6.2 or later, for addresses such as {@code redis://user:password@host:6379},
 * {@code redis-sentinel://host:26379,host2:26379#master} and {@code redis-cluster://host:6379,host2:6379}, with {@code rediss} in place of
 * {@code redis} for TLS. A password that the address lacks is taken from the option {@code password-file}, or else from the variable
 * {@code REDIS_PASSWORD} of the environment.
 *
 * <p>Its options, which may also stand in the address behind a question mark: {@code wait} (the number of replicas that must have a version
 * before it is shown, 0), {@code waitMillis} (1000), {@code key-prefix} ({@code trebuchet}), {@code partitions} (16; the same for all nodes),
 * {@code pool-size} (8), {@code connect-timeout} (2s), {@code command-timeout} (2s), {@code password-file} and {@code ca-file}.
 */
public final class RedisStateStoreProvider implements StateStoreProvider {
    private static final Duration BLOCK = Duration.ofSeconds(1);

    private final UnaryOperator<@Nullable String> environment;
    private final Pauses pauses;
    private final Duration block;

    /** Makes a provider that reads the environment of the process. */
    public RedisStateStoreProvider() {
        this(System::getenv, Pauses.DEFAULT, BLOCK);
    }

    /**
     * @param environment returns the value of a variable of the environment; null where there is none
     * @param block the time of silence after which a server answers that it has no news of changes
     */
    RedisStateStoreProvider(UnaryOperator<@Nullable String> environment, Pauses pauses, Duration block) {
        this.environment = environment;
        this.pauses = pauses;
        this.block = block;
    }

    @Override
    public String form() {
        return RedisAddress.FORM;
    }

    @Override
    public boolean accepts(String address) {
        return RedisAddress.isOne(address);
    }

    @Override
    public ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time) {
        RedisOptions settings = RedisOptions.read(address, options, environment);
        RedisConnections connections = new RedisConnections(settings);
        try {
            StateScript script = new StateScript(connections, settings);
            RedisNames names = new RedisStart(connections, script, settings).open(retention);
            Executor threads = VirtualThreads.named("trebuchet-redis-changes");
            return new RedisStateStore(
                    connections,
                    script,
                    names,
                    retention,
                    settings.replicas() > 0,
                    () -> new ReconnectingSource(
                            () -> ChangeSession.open(connections, names, block, settings.commandTimeout()),
                            pauses,
                            RedisFailures::describe,
                            time,
                            threads));
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }
}
