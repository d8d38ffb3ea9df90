// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
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

    /** A second is what a user accepts; the test machine may be busy with the attacker itself. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @ParameterizedTest
    @EnumSource
    void servesANewClientAfter(Attack attack) throws Exception {
        List<AutoCloseable> held = new ArrayList<>();
        try (AttackedServer server = attack.target()) {
            Duration before = server.serves();

            attack.run(server, held);

            Duration after = server.serves();
            LOG.warn(
                    "{}: a client is served in {} ms, before in {} ms; {}",
                    attack,
                    after.toMillis(),
                    before.toMillis(),
                    server.health());
            assertThat(after).isLessThan(AT_ONCE);
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
