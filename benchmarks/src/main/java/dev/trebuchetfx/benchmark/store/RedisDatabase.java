// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import io.lettuce.core.KeyScanArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Keys of a prefix of their own in a Redis, which are deleted in the end. */
final class RedisDatabase implements Database {
    private final String address;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8);

    /** @param address the address of one server, which begins with redis:// */
    RedisDatabase(String address) {
        this.address = address;
    }

    /** Returns the settings on which the figures depend, for a person. */
    String settings() throws IOException {
        StringBuilder text = new StringBuilder("Redis ");
        use(commands -> {
            text.append(commands.info("server").replaceAll("(?s).*redis_version:(\\S+).*", "$1"));
            for (String setting : List.of("appendonly", "appendfsync", "save")) {
                text.append(", ")
                        .append(setting)
                        .append('=')
                        .append(commands.configGet(setting).get(setting));
            }
        });
        return text.toString();
    }

    private void use(Consumer<RedisCommands<String, String>> work) throws IOException {
        try (RedisClient client = RedisClient.create(address)) {
            work.accept(client.connect().sync());
        } catch (RedisException e) {
            throw new IOException("Redis: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public ActorStateStore open(TimeSource time) throws IOException {
        return Database.open(address, Map.of("key-prefix", prefix), time);
    }

    @Override
    public BareCallers bare(int callers, InstantSource clock) {
        return new RedisCallers(address, prefix, callers);
    }

    @Override
    public List<BareWay> bareWays() {
        return List.of(BareWay.BARE);
    }

    @Override
    public OptionalLong bytes() throws IOException {
        AtomicLong used = new AtomicLong();
        use(commands ->
                used.set(Long.parseLong(commands.info("memory").replaceAll("(?s).*used_memory:(\\d+).*", "$1"))));
        return OptionalLong.of(used.get());
    }

    @Override
    public void close() throws IOException {
        use(commands -> ScanIterator.scan(
                        commands,
                        KeyScanArgs.Builder.matches("*" + prefix + "*").limit(1_000))
                .forEachRemaining(commands::unlink));
    }
}
