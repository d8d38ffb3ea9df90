// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.Judgement;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameNoticesTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ID = new UUID(1, 1);

    private final List<String> told = new ArrayList<>();
    private final FrameNotices notices = new FrameNotices(notice -> {
        if (notice instanceof TapEvent.FreshnessChanged(Instant at, int stream, Freshness freshness, String why)) {
            told.add(freshness + " " + why);
        } else {
            told.add(notice.getClass().getSimpleName());
        }
    });

    private void resumes() {
        notices.message(
                AT, 1, new StreamResumeEnvelope(ID, 1, ActorId.of("todos"), "observeState", null), 1, Judgement.NONE);
    }

    private void isCurrent() {
        notices.message(
                AT,
                1,
                new StreamResumedEnvelope(
                        ID, new UUID(2, 2), "epoch", ResumeOutcome.CURRENT, null, null, null, null, 1L, null),
                1,
                Judgement.NONE);
    }

    @Test
    void aStreamForWhichTheServerDoesNotVouchIsStale() {
        resumes();
        notices.vouched(AT, 1, "no changes are heard");
        isCurrent();
        notices.vouched(AT, 1, "");
        notices.vouched(AT, 1, "the state can't be read");

        assertThat(told)
                .isEqualTo(List.of(
                        "StreamOpened",
                        "CATCHING_UP asked for what was missed",
                        "STALE no changes are heard",
                        "LIVE the server vouches for the state again",
                        "STALE the state can't be read"));
    }

    @Test
    void aStreamThatIsUnavailableForNowIsNotClosed() {
        resumes();
        String why = ResponseEnvelope.UNAVAILABLE + "no database";
        notices.message(AT, 1, new StreamErrorEnvelope(ID, why), 1, Judgement.NONE);

        assertThat(told.getLast()).isEqualTo("STALE " + why);
    }
}
