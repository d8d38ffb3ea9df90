// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No peer brings the server down: after each attack, and while its sockets are still open, a new client is served at once. */
@Timeout(120)
class HostileClientsTest {
    private static final Logger LOG = LoggerFactory.getLogger(HostileClientsTest.class);

    /** The time that an attack may cost a client that comes afterwards, beside what it takes on this machine without an attack. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** The attacker runs on the same machine, and its last burst has the processors for a moment. */
    private static final int CLIENTS = 3;

    @ParameterizedTest
    @EnumSource
    void servesANewClientAfter(Attack attack) throws Exception {
        List<AutoCloseable> held = new ArrayList<>();
        try (AttackedServer server = attack.target()) {
            Duration before = server.serves();

            attack.run(server, held);

            List<Duration> after = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                after.add(server.serves());
            }
            LOG.warn(
                    "{}: clients are served in {} ms, before in {} ms; {}",
                    attack,
                    after.stream().map(Duration::toMillis).toList(),
                    before.toMillis(),
                    server.health());
            assertThat(Collections.min(after)).isLessThan(before.plus(AT_ONCE));
            assertThat(server.isAlive()).isTrue();
            assertThat(attack.lost(server)).isEmpty();
            assertThat(server.health()).contains("\"status\":\"healthy\"");
            assertThat(server.errors()).as("lines in the log").hasSizeLessThan(50);
            assertThat(server.errors()).as("stack traces").noneMatch(line -> line.startsWith("\tat "));
            assertThat(String.join("\n", server.errors())).doesNotContain("OutOfMemoryError");
        } finally {
            for (AutoCloseable each : held) {
                each.close();
            }
        }
    }
}
