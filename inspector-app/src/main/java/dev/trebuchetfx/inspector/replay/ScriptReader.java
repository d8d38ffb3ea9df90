// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.replay.ReplayScript.Asked;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a script of a capture that holds one logical stream. */
final class ScriptReader {
    private static final int GOING_AWAY = 1001;
    private static final String JSON_PATCH = "json-patch";

    private final Map<Integer, Part> parts = new LinkedHashMap<>();
    private final Map<UUID, Long> newest = new HashMap<>();
    private final boolean redacted;
    private @Nullable Asked asked;
    private boolean extended;
    private boolean jumped;
    private boolean leftOpen;

    /** One connection, as far as it was read. */
    private static final class Part {
        final List<ReplayStep> steps = new ArrayList<>();

        @Nullable
        Integer closeCode;
    }

    private ScriptReader(boolean redacted) {
        this.redacted = redacted;
    }

    /**
     * Reads all of a capture.
     *
     * @throws IllegalArgumentException if it holds no stream whose beginning can be played
     */
    static ReplayScript read(LogView view) {
        ScriptReader reader = new ScriptReader(isRedacted(view));
        LogCursor event = view.cursor();
        while (event.next()) {
            reader.take(event);
        }
        return reader.script();
    }

    private static boolean isRedacted(LogView view) {
        LogCursor event = view.cursor();
        while (event.next()) {
            if (event.has(EventFlags.REDACTED)) {
                return true;
            }
        }
        return false;
    }

    private void take(LogCursor event) {
        if (event.kind() == EventKind.CLOSE || event.kind() == EventKind.CONNECTION) {
            Part part = parts.get(event.connectionNumber());
            if (part != null && part.closeCode == null && closes(event)) {
                part.closeCode = event.kind() == EventKind.CLOSE ? code(event) : GOING_AWAY;
                connectionOver();
            }
            return;
        }
        if (!event.kind().isMessage()) {
            return;
        }
        Part part = parts.computeIfAbsent(event.connectionNumber(), _ -> new Part());
        Envelope envelope = event.kind() == EventKind.UNDECODABLE ? null : event.envelope();
        if (envelope == null) {
            if (!event.has(EventFlags.SENT)) {
                part.steps.add(new ReplayStep.SendUnreadable());
            }
        } else if (event.has(EventFlags.SENT)) {
            sent(envelope, part);
        } else {
            received(envelope, part);
        }
    }

    private static boolean closes(LogCursor event) {
        if (event.kind() == EventKind.CLOSE) {
            return !event.has(EventFlags.SENT);
        }
        return event.notice() instanceof TapEvent.ConnectionChanged changed
                && (changed.state() instanceof ConnectionState.Reconnecting
                        || changed.state() instanceof ConnectionState.Offline);
    }

    /** A code that a server may send. */
    private static int code(LogCursor event) {
        Bytes body = event.body();
        if (body == null || body.size() < 2) {
            return GOING_AWAY;
        }
        byte[] bytes = body.unsafeArray();
        int code = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        boolean sendable =
                (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) || (code >= 3000 && code <= 4999);
        return sendable ? code : GOING_AWAY;
    }

    private void connectionOver() {
        leftOpen |= jumped;
        jumped = false;
    }

    private void sent(Envelope envelope, Part part) {
        switch (envelope) {
            case InvocationEnvelope invocation
            when invocation.opensStream() -> {
                if (asked == null) {
                    asked = new Asked(
                            invocation.actorID(),
                            invocation.targetIdentifier(),
                            invocation.streamFilter(),
                            invocation.arguments(),
                            invocation.ext() != null && invocation.ext().delta().contains(JSON_PATCH));
                }
                part.steps.add(new ReplayStep.Await(false, invocation.callID()));
            }
            case StreamResumeEnvelope resume -> {
                jumped = false;
                part.steps.add(new ReplayStep.Await(
                        true, resume.ext() == null ? null : resume.ext().callID()));
            }
            default -> {}
        }
    }

    private void received(Envelope envelope, Part part) {
        switch (envelope) {
            case StreamStartEnvelope start -> {
                extended |= start.ext() != null;
                checkDeltas(start);
                newest.put(start.streamID(), 0L);
                connectionOver();
                part.steps.add(new ReplayStep.Send(start));
            }
            case StreamResumedEnvelope resumed -> {
                extended = true;
                part.steps.add(new ReplayStep.Send(resumed));
            }
            case StreamDataEnvelope data -> {
                jumped |= jumps(data);
                part.steps.add(new ReplayStep.Send(redacted ? withoutHash(data) : data));
            }
            // The application has changed the filter; a replay can't have it do so.
            case StreamUpdatedEnvelope ignored -> {}
            default -> part.steps.add(new ReplayStep.Send(envelope));
        }
    }

    private static void checkDeltas(StreamStartEnvelope start) {
        String format = start.ext() == null ? null : start.ext().delta();
        if (format != null && !format.equals(JSON_PATCH)) {
            throw new IllegalArgumentException("expected whole states or changes as " + JSON_PATCH + " but found "
                    + format + ": what an application's own changes mean only the application knows");
        }
    }

    private boolean jumps(StreamDataEnvelope data) {
        Long before = newest.get(data.streamID());
        Long skipped = data.ext() == null ? null : data.ext().skipped();
        long sequence = data.sequenceNumber();
        if (before != null && Long.compareUnsigned(sequence, before) <= 0) {
            return false;
        }
        newest.put(data.streamID(), sequence);
        return before != null && Long.compareUnsigned(sequence - before - 1, skipped == null ? 0 : skipped) > 0;
    }

    /** Of a state without its secrets the hash proves nothing. */
    private static StreamDataEnvelope withoutHash(StreamDataEnvelope data) {
        StreamDataEnvelope.Ext ext = data.ext();
        return ext == null || ext.hash() == null
                ? data
                : new StreamDataEnvelope(
                        data.streamID(),
                        data.sequenceNumber(),
                        data.data(),
                        data.timestamp(),
                        new StreamDataEnvelope.Ext(ext.base(), ext.skipped(), null, ext.leftOut()));
    }

    private ReplayScript script() {
        Asked who = asked;
        if (who == null) {
            throw new IllegalArgumentException(
                    "expected a capture that begins with the invocation of an observed method but found none; "
                            + "write it with: report FILE --where EXPR --test DIR");
        }
        List<ReplayScript.Connection> connections = new ArrayList<>();
        List<Part> all =
                parts.values().stream().filter(part -> !part.steps.isEmpty()).toList();
        for (int i = 0; i < all.size(); i++) {
            Part part = all.get(i);
            Integer code = part.closeCode == null && i < all.size() - 1 ? Integer.valueOf(GOING_AWAY) : part.closeCode;
            connections.add(new ReplayScript.Connection(part.steps, code));
        }
        connectionOver();
        return new ReplayScript(connections, who, extended, !leftOpen);
    }
}
