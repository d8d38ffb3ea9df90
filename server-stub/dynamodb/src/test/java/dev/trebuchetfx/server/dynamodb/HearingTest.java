// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.StateFollower;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The moments at which a node says that news comes too late, and that it hears again. */
class HearingTest {
    private final StateFollower follower = new StateFollower(
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID), List.of());
    private final Hearing hearing = new Hearing(follower, "changes", Duration.ofSeconds(5));

    private void look(long... millis) {
        for (long each : millis) {
            hearing.look(Duration.ofMillis(each));
        }
    }

    @Test
    void newsThatIsLaterThanTheBoundIsMissed() {
        look(0, 1_700, 7_000);
        assertThat(follower.events()).containsExactly("connected");

        look(7_001, 9_000);

        assertThat(follower.events()).hasSize(2);
        assertThat(follower.events().getLast())
                .startsWith("disconnected the table changes tells of changes 7 s late, so changes may be missing");
    }

    @Test
    void itHearsAgainOnceHalfOfTheBoundIsMadeUp() {
        look(0, 8_000, 6_000, 7_500, 3_501);
        assertThat(follower.disconnections()).isEqualTo(1);
        assertThat(follower.connections()).isEqualTo(1);

        look(3_500, 6_000);
        assertThat(follower.disconnections()).isEqualTo(1);
        assertThat(follower.connections()).isEqualTo(2);
    }

    @Test
    void whoBeginsWithALateReaderIsNotConnected() {
        look(8_000);
        hearing.missed();
        assertThat(follower.events()).singleElement().asString().startsWith("disconnected");

        look(100);
        hearing.missed();
        assertThat(follower.connections()).isEqualTo(2);
    }

    @Test
    void theBoundLeavesTimeToTakeOver() {
        assertThat(Hearing.bound(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
        assertThat(Hearing.bound(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(7));
        assertThat(Hearing.bound(Duration.ofHours(1)))
                .isEqualTo(Duration.ofHours(1).plusSeconds(2));
    }
}
