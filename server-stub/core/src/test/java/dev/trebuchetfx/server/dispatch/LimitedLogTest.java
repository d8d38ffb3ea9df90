// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.dispatch.LimitedLog.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    private final ManualTime time = new ManualTime();
    private final List<String> lines = new ArrayList<>();
    private final TrafficCounts counts = new TrafficCounts();
    private final TokenBucket together = new TokenBucket(5, time);

    private LimitedLog log() {
        return new LimitedLog((kind, line) -> lines.add(line), together, counts, time);
    }

    @Test
    void aFloodIsOneLineASecondThatSaysHowManyWereLeftOut() {
        LimitedLog log = log();
        for (int i = 0; i < 80_000; i++) {
            log.say(Kind.UNREADABLE, "bad");
        }
        log.say(Kind.TOO_MUCH, "slow");
        assertThat(lines).containsExactly("bad", "slow");
        time.advance(Duration.ofSeconds(1));
        log.say(Kind.UNREADABLE, "bad again");
        assertThat(lines.getLast()).isEqualTo("bad again (79999 more lines about unreadable messages were left out)");
        assertThat(counts.logLinesLeftOut()).isEqualTo(79_999);
    }

    @Test
    void theEndOfTheConnectionSaysWhatNoLineSaid() {
        LimitedLog log = log();
        log.say(Kind.UNREADABLE, "bad");
        log.say(Kind.UNREADABLE, "bad");
        log.end("ann");
        assertThat(lines)
                .containsExactly(
                        "bad",
                        "1 more lines about unreadable messages were left out, from a connection of ann that has ended");
    }

    @Test
    void manyConnectionsWriteNoMoreThanTheyMayTogether() {
        for (int i = 0; i < 100; i++) {
            LimitedLog log = log();
            log.say(Kind.UNREADABLE, "bad");
            log.end("ann");
        }
        assertThat(lines).hasSize(5);
        assertThat(counts.logLinesLeftOut()).isEqualTo(95);
    }
}
