// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits by the script, as somebody makes them by hand. */
class RedisEditsTest {
    private static RedisServer server;

    private RedisNode node;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start(RedisPrograms.embedded());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        node = new RedisNode(server.address(), Map.of());
    }

    @AfterEach
    void close() {
        node.close();
        Object unused = server.ask(commands -> commands.flushall());
    }

    @Test
    void anEditIsTheNextVersion() {
        StoredState first = node.save("a", "1");

        assertThat(server.edit("a", "2")).isEqualTo(2);

        StoredState loaded = node.loaded("a");
        assertThat(loaded.version()).isEqualTo(first.version().next());
        assertThat(loaded.json()).isEqualTo(Bytes.utf8("2"));
        List<LogEntry> log = node.store.readLog("a", first.version(), 9, 99);
        assertThat(log).singleElement().satisfies(entry -> {
            assertThat(entry.isPatch()).isFalse();
            assertThat(entry.content()).isEqualTo(Bytes.utf8("2"));
            assertThat(entry.writeId()).isEqualTo(loaded.writeId()).isNotEqualTo(first.writeId());
            assertThat(entry.callKey()).isNull();
        });
        assertThat(node.store.findWrite("a", loaded.writeId(), null)).isEqualTo(log.getFirst());
    }

    @Test
    void anEditBeginsALife() {
        assertThat(server.edit("a", "1")).isEqualTo(1);
        StateVersion first = node.loaded("a").version();
        assertThat(server.script("trebuchet", "delete", "a")).isEqualTo("1");
        assertThat(node.store.loadWithVersion("a")).isNull();
        assertThat(server.edit("a", "1")).isEqualTo(1);

        assertThat(node.loaded("a").version().generation()).isNotEqualTo(first.generation());
    }

    @Test
    void theSameStateIsNoEdit() {
        server.edit("a", "1");

        assertThat(server.edit("a", "1")).isEqualTo(1);
        assertThat(server.script("trebuchet", "edit", "a", "1", "2")).isEqualTo("2");
        assertThat(node.loaded("a").schema()).isEqualTo(2);
        assertThat(server.edit("a", "3")).isEqualTo(3);
        assertThat(node.loaded("a").schema()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\": 12345678901234567890, \"d\":1.10, \"e\":1e400,  \"z\":-0.0}",
                "\"\uD83D\uDE80 \\ud83d\\ude80 \\u0000 \u2028\"",
                "{\"a\":[],\"b\":{},\"c\":null}",
                " [1 , 2]\n",
            })
    void aStateIsKeptByteByByte(String json) {
        server.edit("größe \uD83D\uDE80", json);

        assertThat(node.store.load("größe \uD83D\uDE80")).isEqualTo(Bytes.utf8(json));
    }

    @Test
    void aStateMayBeDeep() {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        server.edit("a", deep);
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8(deep));

        assertThatThrownBy(() -> server.edit("a", "[" + deep + "]")).hasMessageContaining("the state must be JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edit|a|{x|the state must be JSON",
                "edit|a|''|the state must be JSON",
                "edit|a|1 2|the state must be JSON",
                "edit|a|{\"n\": NaN}|the state must be JSON",
                "edit|a|[01, 0x10]|the state must be JSON",
                "edit|''|1|must have a name of 1 to 255 characters",
                "poke|a|1|expected 'edit ACTOR JSON'",
            })
    void anEditThatCannotBeMadeSaysWhy(String operation, String actor, String json, String message) {
        assertThatThrownBy(() -> server.script("trebuchet", operation, actor, json))
                .hasMessageContaining(message);
        assertThat(node.store.exists("a")).isFalse();
    }

    @Test
    void namesAndKeysAndShapesAreChecked() {
        assertThatThrownBy(() -> server.edit("\uD83D\uDE80".repeat(128), "1"))
                .hasMessageContaining("1 to 255 characters");
        assertThat(server.edit("\uD83D\uDE80".repeat(127) + "x", "1")).isEqualTo(1);
        assertThatThrownBy(() -> server.script("trebuchet", "edit", "a", "1", "0"))
                .hasMessageContaining("whole number from 1");
        assertThatThrownBy(() -> server.script("trebuchetx", "edit", "a", "1"))
                .hasMessageContaining("there is no store under the key '{trebuchetx:0}'");
        assertThatThrownBy(() -> server.edit("a", "\"" + "x".repeat(8 << 20) + "\""))
                .hasMessageContaining("at most 8388608 bytes");
    }

    @Test
    void theRightPartitionIsNamed() {
        String right = new RedisNames("trebuchet", 16).key(new RedisNames("trebuchet", 16).partitionOf("a"));
        String wrong = right.equals("{trebuchet:0}") ? "{trebuchet:1}" : "{trebuchet:0}";

        assertThatThrownBy(() -> server.script(wrong, "edit", "a", "1"))
                .hasMessageContaining("belongs to another partition; give the key " + right);
        assertThat(server.script(right, "edit", "a", "1")).isEqualTo("1");
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("1"));
    }

    @Test
    void aLogThatOnlyEditsWriteIsTrimmedToo() {
        Object unused = server.ask(commands -> {
            for (int edit = 1; edit <= 4_100; edit++) {
                commands.eval(
                        StateScript.read("actor-state.lua"),
                        ScriptOutputType.MULTI,
                        new String[] {"trebuchet"},
                        "edit",
                        "a",
                        String.valueOf(edit));
            }
            return commands;
        });

        RedisNames names = new RedisNames("trebuchet", 16);
        String log = names.key(names.partitionOf("a")) + ":log:a";
        assertThat(server.<Long>ask(commands -> commands.xlen(log))).isEqualTo(4_000);
        String writes = names.key(names.partitionOf("a")) + ":writes:a";
        assertThat(server.<Long>ask(commands -> commands.hlen(writes))).isEqualTo(4_000);
    }
}
