// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of a process without descriptors. */
class AcceptFailuresTest {
    private final ManualTime time = new ManualTime();
    private final AcceptFailures failures = new AcceptFailures(time);
    private final EmbeddedChannel listening = new EmbeddedChannel(failures);

    private void fail() {
        listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        // Nothing is left for the library to log, with a stack trace each second.
        listening.checkException();
    }

    @Test
    void aFailureIsOverWhenASocketComes() {
        assertThat(failures.areOver()).isTrue();
        fail();
        assertThat(failures.areOver()).isFalse();
        failures.haveEnded();
        assertThat(failures.areOver()).isTrue();
    }

    @Test
    void aFailureIsOverWhenItDoesNotComeAgain() {
        fail();
        time.advance(Duration.ofSeconds(2));
        fail();
        time.advance(Duration.ofSeconds(3));
        assertThat(failures.areOver()).isFalse();
        time.advance(Duration.ofNanos(1));
        assertThat(failures.areOver()).isTrue();
    }
}
