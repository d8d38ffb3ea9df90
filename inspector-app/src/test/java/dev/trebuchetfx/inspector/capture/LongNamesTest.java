// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Names of many streams stay in memory for as long as a log does, so that peers must not decide how long they are. */
class LongNamesTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final ConnectionName LINE = new ConnectionName(0, 1, "ws://127.0.0.1:1");

    private final FrameEvents frames = new FrameEvents(0);

    private CapturedEvent event(Envelope envelope) {
        return frames.frame(0, LINE, 0, CODEC.encode(envelope));
    }

    private static StreamStartEnvelope start(UUID call, String actor) {
        var ext = new StreamStartEnvelope.Ext(1, "epoch" + "e".repeat(251), 1, 1, null, null);
        return new StreamStartEnvelope(
                UUID.randomUUID(), call, ActorId.of(actor), "observe" + "m".repeat(1_000_000), null, ext);
    }

    @Test
    void aStreamKeepsTheBeginningsOfItsTexts() {
        CapturedEvent event = event(start(UUID.randomUUID(), "actor" + "a".repeat(1_000_000)));

        StreamName name = Objects.requireNonNull(event.stream());
        assertThat(name.actor()).startsWith("actoraa").endsWith("…").hasSizeLessThan(300);
        assertThat(name.method()).startsWith("observemm").endsWith("…").hasSizeLessThan(300);
        assertThat(name.epoch()).startsWith("epochee").hasSizeLessThan(300);
        assertThat(event.body().size()).as("the message is kept whole").isGreaterThan(2_000_000);
    }

    /** An actor that is asked for is remembered until the answer, which may never come. */
    @Test
    void whatIsAskedForIsNotRememberedWhole() {
        long most = Runtime.getRuntime().maxMemory() / 900_000;
        UUID last = UUID.randomUUID();
        for (long i = 0; i < Math.min(most, 4_000); i++) {
            last = UUID.randomUUID();
            event(new InvocationEnvelope(
                    last,
                    ActorId.of("asked" + "a".repeat(1_000_000)),
                    "observeState",
                    2,
                    List.of(),
                    List.<Bytes>of(),
                    null,
                    null,
                    null));
        }

        assertThat(Objects.requireNonNull(event(start(last, "real")).stream()).actor())
                .startsWith("askedaa")
                .hasSizeLessThan(300);
    }

    /** Words of a proxy's peers are judged as long as the recording goes on. */
    @Test
    void aReportKeepsTheBeginningsOfNamesAndErrors() {
        UUID call = UUID.randomUUID();
        String method = "call" + "m".repeat(1_000_000);
        try (EventLog log = new EventLog(CaptureLimits.DEFAULT)) {
            log.append(event(start(UUID.randomUUID(), "actor" + "a".repeat(1_000_000))));
            log.append(event(new InvocationEnvelope(
                    call,
                    ActorId.of("asked" + "a".repeat(1_000_000)),
                    method,
                    2,
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null)));
            log.append(event(new ResponseEnvelope(call, null, "error" + "e".repeat(1_000_000))));

            AuditReport report =
                    CaptureReport.of(log.view(), log.holes(), false).all();

            assertThat(report.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.actor()).startsWith("actoraa").endsWith("…").hasSizeLessThan(300);
                assertThat(stream.method())
                        .startsWith("observemm")
                        .endsWith("…")
                        .hasSizeLessThan(300);
            });
            assertThat(report.calls()).singleElement().satisfies(made -> {
                assertThat(made.actor()).startsWith("askedaa").endsWith("…").hasSizeLessThan(300);
                assertThat(made.method()).startsWith("callmm").endsWith("…").hasSizeLessThan(300);
                assertThat(made.error()).startsWith("erroree").endsWith("…").hasSizeLessThan(300);
            });
        }
    }

    /** A call is judged long after its arguments were let go. */
    @Test
    void argumentsOfCallsAreNotKept() {
        long most = Math.min(Runtime.getRuntime().maxMemory() / 900_000, 4_000);
        Bytes argument = Bytes.wrap(new byte[1_000_000]);
        try (EventLog log = new EventLog(new CaptureLimits(100, 32 << 20))) {
            LogAudit audit = LogAudit.live(false);
            for (long i = 0; i < most; i++) {
                UUID call = UUID.randomUUID();
                log.append(event(new InvocationEnvelope(
                        call, ActorId.of("todos"), "rename", 2, List.of(), List.of(argument), null, null, null)));
                log.append(event(new ResponseEnvelope(call, Bytes.utf8("1"), null)));
                audit.advance(log.view(), log.holes(), Long.MAX_VALUE);
            }

            assertThat(audit.settle().calls()).hasSize((int) most);
        }
    }
}
