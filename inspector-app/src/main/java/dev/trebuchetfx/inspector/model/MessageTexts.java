// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.client.event.ConnectionState.Connected;
import dev.trebuchetfx.client.event.ConnectionState.Offline;
import dev.trebuchetfx.client.event.ConnectionState.Reconnecting;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.tap.TapEvent.CallEnded;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsImpaired;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import dev.trebuchetfx.client.tap.TapEvent.FilterSettled;
import dev.trebuchetfx.client.tap.TapEvent.GapSeen;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message, or what the client noticed, in one line. */
final class MessageTexts {
    private static final int PREVIEW = 240;

    private MessageTexts() {}

    static String type(LogCursor event) {
        return switch (event.kind()) {
            case UNKNOWN -> event.envelope() instanceof UnknownEnvelope unknown ? unknown.type() : "unknown";
            case CONNECTION ->
                event.notice() instanceof ConnectionChanged changed
                        ? changed.state().word()
                        : "connection";
            case GAP -> event.has(EventFlags.FAILED) ? "gap" : "gap healed";
            case CHECKPOINTS_IMPAIRED -> "checkpoints impaired";
            case RESTARTS_SLOWED -> "restarts slowed";
            case LINE_ADAPTED -> "line adapted";
            case FILTER_SETTLED -> "filter decides";
            case LEFT_OUT -> "left out here";
            case CHECKPOINT_DROPPED -> "checkpoint dropped";
            case CALL_ENDED -> "call failed";
            default -> event.kind().word();
        };
    }

    static MessageRow.Direction direction(LogCursor event) {
        if (!event.kind().isFrame()) {
            return MessageRow.Direction.NOTE;
        }
        return event.has(EventFlags.SENT) ? MessageRow.Direction.SENT : MessageRow.Direction.RECEIVED;
    }

    /** The size on the wire; -1 for what is no message. */
    static int size(LogCursor event) {
        return event.kind().isFrame() ? event.size() : -1;
    }

    static String preview(LogCursor event) {
        if (event.kind().isMessage()) {
            Envelope envelope = event.envelope();
            WireException problem = envelope == null ? event.problem() : null;
            return envelope != null
                    ? preview(envelope)
                    : Texts.oneLine(problem == null ? "" : String.valueOf(problem.getMessage()), PREVIEW);
        }
        if (event.kind() == EventKind.FAULT) {
            Bytes what = event.body();
            return what == null ? "" : head(what);
        }
        return switch (event.notice()) {
            case ConnectionChanged changed -> connection(changed);
            case GapSeen gap -> gap(gap);
            case FilterSettled settled -> filter(settled);
            case CallEnded ended ->
                ended.targetIdentifier() + " after " + Texts.duration(ended.elapsed()) + ": "
                        + Texts.oneLine(String.valueOf(ended.error()), PREVIEW);
            case CheckpointsImpaired impaired -> Texts.oneLine(impaired.report().what(), PREVIEW);
            case null, default -> "";
        };
    }

    private static String preview(Envelope envelope) {
        return switch (envelope) {
            case InvocationEnvelope invocation ->
                invocation.actorID() + "." + invocation.targetIdentifier() + "("
                        + invocation.arguments().stream()
                                .map(MessageTexts::head)
                                .collect(Collectors.joining(", "))
                        + ")"
                        + (invocation.streamFilter() == null
                                ? ""
                                : " filter " + invocation.streamFilter().text());
            case ResponseEnvelope response -> response(response);
            case StreamStartEnvelope start -> {
                StreamStartEnvelope.Ext ext = start.ext();
                yield Texts.shortId(start.streamID()) + " " + start.actorID()
                        + (ext == null
                                ? " · version 2 server"
                                : " · epoch " + ext.epoch() + " · buffer " + ext.bufferSize() + " · kept "
                                        + ext.ttlSeconds() + " s");
            }
            case StreamDataEnvelope data -> StateDeltaText.head(data.data(), PREVIEW) + leftOut(data.ext());
            case StreamEndEnvelope end -> end.reason().wireName();
            case StreamErrorEnvelope error -> Texts.oneLine(error.errorMessage(), PREVIEW);
            case StreamResumeEnvelope resume ->
                Texts.shortId(resume.streamID()) + " after " + Texts.sequence(resume.lastSequence());
            case StreamResumedEnvelope resumed -> resumed(resumed);
            case StreamUpdateEnvelope update ->
                update.streamFilter() == null
                        ? "no filter"
                        : "filter " + update.streamFilter().text();
            case StreamUpdatedEnvelope updated -> "from " + Texts.sequence(updated.fromSequence());
            case HeartbeatEnvelope heartbeat -> heartbeat(heartbeat);
            case UnknownEnvelope unknown -> head(unknown.raw());
        };
    }

    private static String heartbeat(HeartbeatEnvelope heartbeat) {
        Map<UUID, String> stale =
                heartbeat.ext() == null ? Map.of() : heartbeat.ext().stale();
        String problem = stale.values().stream()
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse(null);
        if (problem != null) {
            return Texts.count(stale.size(), "stream is stale: ", "streams are stale: ")
                    + Texts.oneLine(problem, PREVIEW);
        }
        return stale.isEmpty()
                ? Texts.count(heartbeat.streams().size(), "stream changed", "streams changed")
                : Texts.count(stale.size(), "stream is vouched for again", "streams are vouched for again");
    }

    private static String response(ResponseEnvelope response) {
        if (response.errorMessage() != null) {
            return Texts.oneLine(response.errorMessage(), PREVIEW);
        }
        Bytes result = response.result();
        return result == null || result.isEmpty() ? "done, no result" : head(result);
    }

    private static String resumed(StreamResumedEnvelope resumed) {
        StringBuilder text = new StringBuilder(resumed.outcome().wireName());
        if (resumed.reason() != null) {
            text.append(": ").append(resumed.reason().wireName());
        }
        if (resumed.fromSequence() != null && resumed.toSequence() != null) {
            text.append(' ').append(Texts.range(resumed.fromSequence(), resumed.toSequence()));
        }
        if (resumed.oldestBuffered() != null && resumed.newestBuffered() != null) {
            text.append(" · buffer ").append(Texts.range(resumed.oldestBuffered(), resumed.newestBuffered()));
        }
        return text.toString();
    }

    private static String connection(ConnectionChanged changed) {
        return switch (changed.state()) {
            case Connected connected -> which(changed) + " to " + connected.endpoint();
            case Reconnecting again -> "attempt " + again.attempt() + ": " + Texts.oneLine(again.cause(), PREVIEW);
            case Offline offline -> Texts.oneLine(offline.cause(), PREVIEW);
            default -> which(changed);
        };
    }

    private static String which(ConnectionChanged changed) {
        return changed.connection() == 0 ? "when the capture began" : "connection " + changed.connection();
    }

    private static String leftOut(StreamDataEnvelope.@Nullable Ext ext) {
        StreamDataEnvelope.LeftOut left = ext == null ? null : ext.leftOut();
        return left == null
                ? ""
                : " · filter left out "
                        + Texts.count(left.updates(), "update", "updates") + " and "
                        + left.bytes() + " bytes so far";
    }

    private static String filter(FilterSettled settled) {
        StreamFilter filter = settled.filter();
        return Texts.oneLine(
                (filter == null ? "everything passes" : filter.text())
                        + " from " + Texts.sequence(settled.fromSequence())
                        + (settled.here() ? ", by this client" : ""),
                PREVIEW);
    }

    private static String gap(GapSeen seen) {
        GapReport report = seen.report();
        Long to = report.toSequence();
        String which = to == null
                ? Texts.sequence(report.fromSequence()) + " and what follows"
                : Texts.range(report.fromSequence(), to);
        String cause = cause(report);
        return report.healed()
                ? which + " came after all"
                : which + " missing" + (to == null ? ", how many is not known: " : ": ") + cause;
    }

    private static String cause(GapReport report) {
        return switch (report.cause()) {
            case JUMPED -> "jumped over on a live connection";
            case EVICTED -> "evicted from the server's buffer";
            case EXPIRED -> "the stream had expired at the server";
            case EPOCH_CHANGED -> "the server was restarted";
            case FULL_STATE_INSTEAD -> "the server sent the full state instead";
            case UNKNOWN -> "the server did not say why";
        };
    }

    /** The first characters, without reading the rest: a payload may be large. */
    static String head(Bytes bytes) {
        int length = Math.min(bytes.size(), PREVIEW);
        String head = new String(bytes.unsafeArray(), 0, length, StandardCharsets.UTF_8);
        return Texts.oneLine(head, PREVIEW) + (length < bytes.size() ? "…" : "");
    }
}
