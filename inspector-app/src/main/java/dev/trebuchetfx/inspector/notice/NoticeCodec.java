// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.notice;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.CallEnded;
import dev.trebuchetfx.client.tap.TapEvent.CallStarted;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointDropped;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointRestored;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsImpaired;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointsWritten;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import dev.trebuchetfx.client.tap.TapEvent.DriftFound;
import dev.trebuchetfx.client.tap.TapEvent.FilterSettled;
import dev.trebuchetfx.client.tap.TapEvent.FreshnessChanged;
import dev.trebuchetfx.client.tap.TapEvent.GapSeen;
import dev.trebuchetfx.client.tap.TapEvent.LineAdapted;
import dev.trebuchetfx.client.tap.TapEvent.RestartsSlowed;
import dev.trebuchetfx.client.tap.TapEvent.ResumeAnswered;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateLeftOut;
import dev.trebuchetfx.client.tap.TapEvent.UpdateUndecodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * A codec that writes a notice's own fields as a JSON object and reads them again. Time, connection, stream and sequence number are kept
 * beside the object.
 *
 * <p>Every reading method throws {@link IllegalArgumentException} if the body does not have the expected form. Safe for use by any thread.
 */
public final class NoticeCodec {
    /** Stands for an absent path; a real one is empty or begins with a slash. */
    private static final String SAME = "same";

    private NoticeCodec() {}

    /** Returns the body of a notice; empty for an event whose fields are all kept beside it. */
    public static Bytes body(TapEvent event) {
        return switch (event) {
            case ConnectionChanged changed -> state(changed.state());
            case StreamOpened opened ->
                NoticeFields.empty()
                        .put("actor", opened.actor())
                        .put("method", opened.targetIdentifier())
                        .put("filter", opened.filter())
                        .bytes();
            case StreamStarted started ->
                NoticeFields.empty()
                        .put("actor", started.actor())
                        .put("restart", started.restart())
                        .put("ext", started.ext())
                        .bytes();
            case LineAdapted adapted ->
                NoticeFields.empty()
                        .put("endpoint", adapted.endpoint().toString())
                        .put("why", adapted.how())
                        .bytes();
            case GapSeen gap -> gap(gap.report());
            case UpdateUndecodable bad ->
                NoticeFields.empty().put("why", bad.why()).bytes();
            case DriftFound drift ->
                NoticeFields.empty()
                        .put("why", drift.path() == null ? SAME : drift.path())
                        .bytes();
            case ResumeAnswered answered -> resume(answered.report());
            case FreshnessChanged changed ->
                NoticeFields.empty()
                        .put("freshness", changed.freshness())
                        .put("why", changed.why())
                        .bytes();
            case CheckpointRestored restored ->
                NoticeFields.empty()
                        .put("savedAt", restored.savedAt())
                        .put("resumable", restored.resumable())
                        .put("state", restored.state())
                        .bytes();
            case CheckpointsWritten written -> written(written.report());
            case CheckpointsImpaired impaired ->
                NoticeFields.empty()
                        .put("kind", impaired.report().kind())
                        .put("what", impaired.report().what())
                        .bytes();
            case RestartsSlowed slowed ->
                NoticeFields.empty()
                        .put("restarts", slowed.restarts())
                        .nanos("pauseNanos", slowed.pause())
                        .bytes();
            case CheckpointDropped dropped ->
                NoticeFields.empty().put("why", dropped.why()).bytes();
            case FilterSettled settled ->
                NoticeFields.empty()
                        .put("filter", settled.filter())
                        .put("here", settled.here())
                        .bytes();
            case UpdateLeftOut left ->
                NoticeFields.empty().put("bytes", left.bytes()).bytes();
            case StreamClosed closed ->
                NoticeFields.empty().put("why", closed.why()).bytes();
            case CallStarted started ->
                NoticeFields.empty()
                        .put("callID", started.callID())
                        .put("actor", started.actor())
                        .put("method", started.targetIdentifier())
                        .bytes();
            case CallEnded ended ->
                NoticeFields.empty()
                        .put("callID", ended.callID())
                        .put("method", ended.targetIdentifier())
                        .nanos("elapsedNanos", ended.elapsed())
                        .put("error", ended.error())
                        .bytes();
            default -> Bytes.empty();
        };
    }

    private static Bytes state(ConnectionState state) {
        NoticeFields fields = NoticeFields.empty().put("state", state.word());
        switch (state) {
            case ConnectionState.Connected connected ->
                fields.put("endpoint", connected.endpoint().toString());
            case ConnectionState.Reconnecting again ->
                fields.put("attempt", again.attempt())
                        .put("endpoint", again.endpoint().toString())
                        .put("nextAttemptAt", again.nextAttemptAt())
                        .put("cause", again.cause());
            case ConnectionState.Offline offline -> fields.put("cause", offline.cause());
            case ConnectionState.Connecting connecting ->
                fields.put("endpoint", connecting.endpoint().toString());
            case ConnectionState.Closed ignored -> {}
        }
        return fields.bytes();
    }

    private static Bytes gap(GapReport report) {
        return NoticeFields.empty()
                .sequence("to", report.toSequence())
                .put("cause", report.cause())
                .put("healed", report.healed())
                .bytes();
    }

    private static Bytes resume(ResumeReport report) {
        return NoticeFields.empty()
                .put("outcome", report.outcome())
                .put("reason", report.reason())
                .sequence("from", report.fromSequence())
                .sequence("to", report.toSequence())
                .sequence("lost", report.lost())
                .sequence("oldestBuffered", report.oldestBuffered())
                .sequence("newestBuffered", report.newestBuffered())
                .nanos("elapsedNanos", report.elapsed())
                .bytes();
    }

    private static Bytes written(CheckpointReport.Written report) {
        return NoticeFields.empty()
                .put("checkpoints", report.checkpoints())
                .sequence("bytes", report.bytes())
                .put("synced", report.synced())
                .nanos("tookNanos", report.took())
                .bytes();
    }

    public static ConnectionState state(Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        String word = fields.text("state");
        return switch (word) {
            case "connecting" -> new ConnectionState.Connecting(URI.create(fields.text("endpoint")));
            case "connected" -> new ConnectionState.Connected(URI.create(fields.text("endpoint")));
            case "reconnecting" ->
                new ConnectionState.Reconnecting(
                        fields.integer("attempt"),
                        URI.create(fields.text("endpoint")),
                        fields.instant("nextAttemptAt"),
                        fields.text("cause"));
            case "offline" -> new ConnectionState.Offline(fields.text("cause"));
            case "closed" -> new ConnectionState.Closed();
            default -> throw new IllegalArgumentException("expected a connection's state but found '" + word + "'");
        };
    }

    public static StreamOpened opened(Instant at, int stream, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new StreamOpened(
                at, stream, fields.actor("actor"), fields.text("method"), fields.filterOrNull("filter"));
    }

    public static StreamStarted started(Instant at, int connection, int stream, UUID streamID, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new StreamStarted(
                at,
                connection,
                stream,
                streamID,
                fields.actor("actor"),
                fields.flag("restart"),
                fields.extOrNull("ext"));
    }

    public static GapReport gap(UUID streamID, long from, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new GapReport(
                streamID,
                from,
                fields.sequenceOrNull("to"),
                fields.word("cause", GapReport.Cause.class),
                fields.flag("healed"));
    }

    public static ResumeReport resume(UUID streamID, long lastSequence, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new ResumeReport(
                streamID,
                lastSequence,
                fields.word("outcome", ResumeOutcome.class),
                fields.wordOrNull("reason", RestartReason.class),
                fields.sequenceOrNull("from"),
                fields.sequenceOrNull("to"),
                fields.sequenceOrNull("lost"),
                fields.sequenceOrNull("oldestBuffered"),
                fields.sequenceOrNull("newestBuffered"),
                fields.nanos("elapsedNanos"));
    }

    public static FreshnessChanged freshness(Instant at, int stream, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new FreshnessChanged(at, stream, fields.word("freshness", Freshness.class), fields.text("why"));
    }

    /** Reads the body of the news that an endpoint takes other messages. */
    public static LineAdapted lineAdapted(Instant at, int connection, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new LineAdapted(at, connection, URI.create(fields.text("endpoint")), fields.text("why"));
    }

    public static RestartsSlowed slowed(Instant at, int stream, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new RestartsSlowed(at, stream, fields.integer("restarts"), fields.nanos("pauseNanos"));
    }

    public static FilterSettled filterSettled(Instant at, int stream, UUID streamID, long sequence, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new FilterSettled(at, stream, streamID, fields.filterOrNull("filter"), fields.flag("here"), sequence);
    }

    public static UpdateLeftOut leftOut(Instant at, int stream, UUID streamID, long sequence, Bytes body) {
        return new UpdateLeftOut(
                at, stream, streamID, sequence, NoticeFields.parse(body).integer("bytes"));
    }

    /** Reads the body of a drift. */
    public static TapEvent drift(Instant at, int stream, UUID id, long sequence, Bytes body) {
        String path = why(body);
        return new DriftFound(at, stream, id, sequence, path.equals(SAME) ? null : path);
    }

    /** Reads the reason from the body of a closed stream, of an update that could not be read, or of a dropped checkpoint. */
    public static String why(Bytes body) {
        return NoticeFields.parse(body).text("why");
    }

    public static CheckpointRestored restored(Instant at, int stream, UUID streamID, long sequence, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new CheckpointRestored(
                at,
                stream,
                streamID,
                sequence,
                fields.instant("savedAt"),
                fields.flag("resumable"),
                fields.bytesOrNull("state"));
    }

    public static CheckpointReport.Written written(Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new CheckpointReport.Written(
                fields.integer("checkpoints"),
                fields.sequence("bytes"),
                fields.flag("synced"),
                fields.nanos("tookNanos"));
    }

    public static CheckpointReport.Problem impaired(Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new CheckpointReport.Problem(
                fields.word("kind", CheckpointReport.Kind.class), fields.text("what"), null);
    }

    public static CallStarted callStarted(Instant at, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new CallStarted(at, fields.uuid("callID"), fields.actor("actor"), fields.text("method"));
    }

    public static CallEnded callEnded(Instant at, Bytes body) {
        NoticeFields fields = NoticeFields.parse(body);
        return new CallEnded(
                at,
                fields.uuid("callID"),
                fields.text("method"),
                fields.nanos("elapsedNanos"),
                fields.textOrNull("error"));
    }
}
