// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.server.redis.RedisAddress.Host;
import dev.trebuchetfx.server.redis.RedisAddress.Kind;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and options, as an operator writes them. */
class RedisOptionsTest {
    private static RedisOptions read(String address, Map<String, String> options) {
        return RedisOptions.read(address, options, name -> name.equals("REDIS_PASSWORD") ? "from-environment" : null);
    }

    @Test
    void anAddressOfOneServer() {
        RedisAddress address = RedisAddress.parse("rediss://us%40er:p%2Fw%3Ax+@db.example:6380/2?wait=1&waitMillis=50");

        assertThat(address.kind()).isEqualTo(Kind.SERVER);
        assertThat(address.user()).isEqualTo("us@er");
        assertThat(address.password()).isEqualTo("p/w:x+");
        assertThat(address.parameters()).containsEntry("wait", "1").containsEntry("waitMillis", "50");
        assertThat(address).hasToString("rediss://db.example:6380/2");
        RedisURI uri = address.uris(Duration.ofSeconds(1)).getFirst();
        assertThat(uri.getHost()).isEqualTo("db.example");
        assertThat(uri.getPort()).isEqualTo(6380);
        assertThat(uri.getDatabase()).isEqualTo(2);
        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.toString()).doesNotContain("p/w");
    }

    @Test
    void anAddressOfSentinels() {
        RedisAddress address = RedisAddress.parse("redis-sentinel://:secret@s1,s2:26380/1?wait=2#my%20master");

        assertThat(address.kind()).isEqualTo(Kind.SENTINEL);
        assertThat(address.user()).isNull();
        assertThat(address.password()).isEqualTo("secret");
        assertThat(address.hosts()).containsExactly(new Host("s1", 26379), new Host("s2", 26380));
        assertThat(address.parameters()).containsEntry("wait", "2");
        assertThat(address).hasToString("redis-sentinel://s1:26379,s2:26380/1#my master");
        RedisURI uri = address.uris(Duration.ofSeconds(1)).getFirst();
        assertThat(uri.getSentinels()).hasSize(2);
        assertThat(uri.getSentinelMasterId()).isEqualTo("my master");
        assertThat(RedisAddress.parse("redis-sentinel://s1#m?wait=2").parameters())
                .containsEntry("wait", "2");
    }

    @Test
    void anAddressOfACluster() {
        RedisAddress address = RedisAddress.parse("rediss-cluster://secret@h1,[::1]:7000");

        assertThat(address.kind()).isEqualTo(Kind.CLUSTER);
        assertThat(address.password()).isEqualTo("secret");
        assertThat(address.hosts()).containsExactly(new Host("h1", 6379), new Host("::1", 7000));
        assertThat(address.uris(Duration.ofSeconds(1))).hasSize(2).allMatch(RedisURI::isSsl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:secret@host:port",
                "redis://user:sec@ret@host",
                "redis://user:secret%@host",
                "redis://user:secret%zz@host",
                "redis://user:secret@host:99999",
                "redis://user:secret@host,host2",
                "redis://user:secret@host#states",
                "redis://user:secret@host?x",
                "redis-sentinel://:secret@host",
                "redis-cluster://:secret@host/1",
                "redis://",
            })
    void anAddressThatCannotBeReadIsNotShown(String address) {
        assertThatThrownBy(() -> read(address, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("ret@")
                .hasNoCause();
    }

    @Test
    void thePasswordComesFromTheAddressOrAFileOrTheEnvironment(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from-file\n");
        Map<String, String> withFile = Map.of("password-file", file.toString());

        assertThat(read("redis://me:mine@h", withFile).address().password()).isEqualTo("mine");
        assertThat(read("redis://h", withFile).address().password()).isEqualTo("from-file");
        RedisAddress ofUser = read("redis://me:@h", withFile).address();
        assertThat(ofUser.user()).isEqualTo("me");
        assertThat(ofUser.password()).isEqualTo("from-file");
        assertThat(read("redis://h", Map.of()).address().password()).isEqualTo("from-environment");
        // Without a colon it is a password, though it may be meant as the user of that other one.
        assertThatThrownBy(() -> read("redis://node@h", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a user and a colon before the @")
                .hasMessageNotContaining("node@");
        assertThatThrownBy(() -> read("redis://h", Map.of("password-file", "/none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password-file");
        assertThat(read("redis://me:mine@h", Map.of()).toString()).doesNotContain("mine");
    }

    @Test
    void optionsHaveDefaults() {
        RedisOptions options = read("redis://h", Map.of("create-schema", "true"));

        assertThat(options.prefix()).isEqualTo("trebuchet");
        assertThat(options.partitions()).isNull();
        assertThat(options.replicas()).isZero();
        assertThat(options.poolSize()).isEqualTo(8);
        assertThat(options.answerTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(read("redis://h?wait=1&waitMillis=500", Map.of()).answerTimeout())
                .isEqualTo(Duration.ofMillis(2_500));
    }

    @ParameterizedTest
    @CsvSource({
        "tables, x, no option 'tables'",
        "wait, -1, from 0 to 100",
        "wait, one, from 0 to 100",
        "waitMillis, 0, from 1 to 60000",
        "partitions, 0, from 1 to 1024",
        "partitions, 99999999999, from 1 to 1024",
        "pool-size, 0, from 1 to 999",
        "connect-timeout, 10, a duration like",
        "command-timeout, 10ms, from 100ms to 1h",
        "key-prefix, '', key-prefix must have",
        "key-prefix, a{b, key-prefix must have",
        "ca-file, /none, ca-file must name",
    })
    void anOptionThatCannotBeUsedIsRefused(String name, String value, String message) {
        assertThatThrownBy(() -> read("redis://h", Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
