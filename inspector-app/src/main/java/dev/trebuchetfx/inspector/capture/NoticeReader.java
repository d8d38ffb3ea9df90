// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.notice.NoticeCodec;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a notice together again from columns and body. */
final class NoticeReader {
    private static final UUID NO_ID = new UUID(0, 0);

    private NoticeReader() {}

    static @Nullable TapEvent read(CapturedEvent event) {
        try {
            return notice(event);
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return null;
        }
    }

    private static @Nullable TapEvent notice(CapturedEvent event) {
        Instant at = TapEvent.instant(event.time());
        StreamName name = event.stream();
        int stream = name == null ? 0 : name.logical();
        UUID id = name == null || name.streamID() == null ? NO_ID : name.streamID();
        ConnectionName connected = event.connection();
        int connection = connected == null ? 0 : connected.number();
        long sequence = event.sequence();
        Bytes body = event.body();
        return switch (event.kind()) {
            case CONNECTION -> new TapEvent.ConnectionChanged(at, connection, NoticeCodec.state(body));
            case LINE_ADAPTED -> NoticeCodec.lineAdapted(at, connection, body);
            case STREAM_OPENED -> NoticeCodec.opened(at, stream, body);
            case STREAM_STARTED -> NoticeCodec.started(at, connection, stream, id, body);
            case DUPLICATE -> new TapEvent.DuplicateSeen(at, stream, id, sequence);
            case GAP -> new TapEvent.GapSeen(at, stream, NoticeCodec.gap(id, sequence, body));
            case UPDATE_UNDECODABLE -> new TapEvent.UpdateUndecodable(at, stream, id, sequence, NoticeCodec.why(body));
            case DRIFT -> NoticeCodec.drift(at, stream, id, sequence, body);
            case RESUME_SENT -> new TapEvent.ResumeSent(at, connection, stream, id, sequence);
            case RESUME_ANSWERED -> new TapEvent.ResumeAnswered(at, stream, NoticeCodec.resume(id, sequence, body));
            case FRESHNESS -> NoticeCodec.freshness(at, stream, body);
            case POSITION -> new TapEvent.PositionAdvanced(at, stream, id, sequence);
            case CONFLATED -> new TapEvent.UpdatesConflated(at, stream, event.count());
            case CHECKPOINT_RESTORED -> NoticeCodec.restored(at, stream, id, sequence, body);
            case CHECKPOINTS_WRITTEN -> new TapEvent.CheckpointsWritten(at, NoticeCodec.written(body));
            case CHECKPOINTS_IMPAIRED -> new TapEvent.CheckpointsImpaired(at, NoticeCodec.impaired(body));
            case RESTARTS_SLOWED -> NoticeCodec.slowed(at, stream, body);
            case CHECKPOINT_DROPPED -> new TapEvent.CheckpointDropped(at, stream, id, sequence, NoticeCodec.why(body));
            case FILTER_SETTLED -> NoticeCodec.filterSettled(at, stream, id, sequence, body);
            case LEFT_OUT -> NoticeCodec.leftOut(at, stream, id, sequence, body);
            case STREAM_CLOSED -> new TapEvent.StreamClosed(at, stream, NoticeCodec.why(body));
            case CALL_STARTED -> NoticeCodec.callStarted(at, body);
            case CALL_ENDED -> NoticeCodec.callEnded(at, body);
            default -> null;
        };
    }
}
