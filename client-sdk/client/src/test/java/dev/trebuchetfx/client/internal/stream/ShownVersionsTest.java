// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownVersionsTest {
    private static final UUID FIRST = new UUID(4, 1);
    private static final UUID SECOND = new UUID(4, 2);

    private final ShownVersions versions = new ShownVersions(Runnable::run);

    private CompletableFuture<@Nullable Void> await(long version) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        versions.await(version, done);
        return done;
    }

    private void show(UUID stream, long sequence, long version) {
        versions.offered(stream, sequence, version);
        versions.taken(new StreamEvent.Update<>(stream, sequence, UpdateKind.FULL, "state", Instant.EPOCH, 0, version));
    }

    @Test
    void waitsForItsVersion() {
        versions.began(FIRST, "life");
        show(FIRST, 1, 4);
        CompletableFuture<@Nullable Void> done = await(6);
        show(FIRST, 2, 5);
        assertThat(done).isNotDone();
        show(FIRST, 3, 6);
        assertThat(done).isCompleted();
    }

    @Test
    void aStreamOfAnotherLifeEndsTheWait() {
        versions.began(FIRST, "life");
        show(FIRST, 1, 150);
        CompletableFuture<@Nullable Void> done = await(151);
        versions.began(SECOND, "next life");
        assertThat(done).isNotDone();
        show(SECOND, 1, 2);
        assertThat(done).isCompleted();
    }

    /** Tests the case of a state that is deleted and made anew between the answer to a call and the first stream: version 151 may be years away. */
    @Test
    void aWaitThatBeganBeforeTheFirstStreamEndsWithItsFirstState() {
        CompletableFuture<@Nullable Void> early = await(151);
        versions.began(FIRST, "next life");
        CompletableFuture<@Nullable Void> late = await(58);
        assertThat(early).isNotDone();
        show(FIRST, 1, 56);
        assertThat(early).isCompleted();
        assertThat(late).as("a version of this life").isNotDone();
        show(FIRST, 2, 58);
        assertThat(late).isCompleted();
    }
}
