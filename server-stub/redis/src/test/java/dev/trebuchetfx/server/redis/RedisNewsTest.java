// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.StateChangeSourceContract;
import io.lettuce.core.ScriptOutputType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The source of changes in Redis keeps the contract. */
class RedisNewsTest extends StateChangeSourceContract {
    private static RedisServer server;
    private static String address;

    private final List<SystemTime> times = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = RedisServer.start(RedisPrograms.embedded());
        address = server.addressOfNode();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void endTime() {
        times.forEach(SystemTime::close);
    }

    @Override
    protected ActorStateStore open(LogRetention retention) {
        SystemTime time = new SystemTime("news-time", InstantSource.system());
        times.add(time);
        return new RedisStateStoreProvider(name -> null, RedisNode.SHORT, RedisNode.BLOCK)
                .open(address, retention, Map.of(), time);
    }

    @Override
    protected void edit(String actor, String json) {
        server.edit(actor, json);
    }

    @Override
    protected void remove(String actor) {
        server.script("trebuchet", "delete", actor);
    }

    @Override
    protected boolean cutWhile(Runnable work) {
        server.cutNodesWhile(work);
        return true;
    }

    @Override
    protected boolean tell(String actor, long number) {
        Object unused = server.ask(commands -> commands.eval(
                "return redis.call('XADD', KEYS[1] .. ':changes', '*',"
                        + " 'count', redis.call('HINCRBY', KEYS[1], 'changes', 1),"
                        + " 'actor', ARGV[1], 'number', ARGV[2], 'storedAt', '1')",
                ScriptOutputType.VALUE,
                new String[] {partitionOf(actor)},
                actor,
                String.valueOf(number)));
        return true;
    }

    private static String partitionOf(String actor) {
        RedisNames names = new RedisNames("trebuchet", 16);
        return names.key(names.partitionOf(actor));
    }

    @Override
    protected boolean tellNonsense() {
        Object unused = server.ask(commands -> commands.xadd(partitionOf("a") + ":changes", Map.of("hello", "world")));
        return true;
    }
}
