// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Callers that write as somebody does by hand with Lettuce: one short script changes a state if its version is the expected one, and appends
 * the change to a stream. Nobody is told, and nothing finds a write again. All callers share a connection, as Lettuce advises.
 */
final class RedisCallers implements BareCallers {
    private static final String SCRIPT = """
            if (redis.call('HGET', KEYS[1], 'number') or '0') ~= ARGV[1] then return 0 end
            redis.call('HSET', KEYS[1], 'state', ARGV[3], 'number', ARGV[2], 'writeId', ARGV[4])
            redis.call('XADD', KEYS[2], 'MAXLEN', '~', 4000, '1-' .. ARGV[2],
                'writeId', ARGV[4], 'call', ARGV[5], 'content', ARGV[6])
            return 1
            """;

    private final RedisClient client;
    private final RedisCommands<String, String> commands;
    private final String script;
    private final List<Load.Operation> callers;

    RedisCallers(String address, String prefix, int callers) {
        client = RedisClient.create(address);
        commands = client.connect().sync();
        script = commands.scriptLoad(SCRIPT);
        this.callers = IntStream.range(0, callers)
                .<Load.Operation>mapToObj(i -> new Row("{" + prefix + "-bare-" + callers + "-" + i + "}"))
                .toList();
    }

    @Override
    public Map<BareWay, List<Load.Operation>> byWay() {
        return Map.of(BareWay.BARE, callers);
    }

    @Override
    public void close() {
        client.close();
    }

    /** An actor's keys. Owned by its caller. */
    private final class Row implements Load.Operation {
        private final String[] keys;
        private long number;

        Row(String tag) {
            keys = new String[] {tag + ":state", tag + ":log"};
        }

        @Override
        public void run() {
            long next = number + 1;
            Long stored = commands.evalsha(
                    script,
                    ScriptOutputType.INTEGER,
                    keys,
                    Long.toString(number),
                    Long.toString(next),
                    Sheet.json(next),
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    Sheet.logged(next));
            if (stored != 1) {
                throw new BenchmarkFailedException("expected that a bare write changes one state but it changed none");
            }
            number = next;
        }
    }
}
