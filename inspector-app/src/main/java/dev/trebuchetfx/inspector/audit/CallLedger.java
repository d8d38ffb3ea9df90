// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls, their answers, and the state changes that came with them. Confined to the audit that owns it. */
final class CallLedger {
    private static final int MAX_CALLS = 10_000;
    private static final int MAX_CHANGES = 8;
    /** The most calls of which a change may still come: the oldest goes, where no stream changes and no call is answered. */
    private static final int MAX_RECENT = 1_000;
    /** A change that comes so soon after the response is still likely the call's. */
    private static final long AFTER_RESPONSE = 250_000_000L;

    private final Map<UUID, Call> open = new LinkedHashMap<>();
    private final BoundedHistory<Call> calls = new BoundedHistory<>(MAX_CALLS);
    private final Deque<Call> recent = new ArrayDeque<>();
    private long count;
    private long errors;

    private static final class Call {
        final UUID callID;
        final ActorId actor;
        final String method;
        final int connection;
        final long time;
        final long index;
        final List<CallCard.Change> changes = new ArrayList<>();

        @Nullable
        Long answeredAt;

        @Nullable
        String error;

        boolean lostAnswer;

        Call(InvocationEnvelope invocation, int connection, long time, long index) {
            this.callID = invocation.callID();
            this.actor = Subscription.shortened(invocation.actorID());
            this.method = Texts.shortened(invocation.targetIdentifier());
            this.connection = connection;
            this.time = time;
            this.index = index;
        }

        boolean mayStillChange(long now) {
            if (lostAnswer) {
                return false;
            }
            return answeredAt == null || (now - answeredAt <= AFTER_RESPONSE && changes.isEmpty());
        }

        CallCard card() {
            return new CallCard(
                    callID,
                    Texts.shortened(actor.toString()),
                    method,
                    answeredAt == null ? null : Long.valueOf(answeredAt - time),
                    error,
                    lostAnswer,
                    List.copyOf(changes),
                    time,
                    index);
        }
    }

    void called(InvocationEnvelope invocation, int connection, long time, long index, boolean counted) {
        Call call = new Call(invocation, connection, time, index);
        open.put(invocation.callID(), call);
        if (open.size() > MAX_CALLS) {
            open.remove(open.keySet().iterator().next());
        }
        if (recent.size() == MAX_RECENT) {
            recent.removeIf(before -> !before.mayStillChange(time));
        }
        if (recent.size() == MAX_RECENT) {
            recent.removeFirst();
        }
        recent.addLast(call);
        if (counted) {
            count++;
            calls.add(call);
        }
    }

    /** Whether it answered a call that is known. */
    boolean answered(ResponseEnvelope response, long time, boolean counted) {
        Call call = open.remove(response.callID());
        errors += counted && response.errorMessage() != null ? 1 : 0;
        if (call == null) {
            return false;
        }
        call.answeredAt = time;
        String error = response.errorMessage();
        call.error = error == null ? null : Texts.shortened(error);
        return true;
    }

    void closed(int connection) {
        open.values().removeIf(call -> {
            call.lostAnswer |= call.connection == connection;
            return call.connection == connection;
        });
    }

    /** A stream of an actor has changed. */
    void changed(AuditedStream stream, long sequence, long time) {
        recent.removeIf(call -> !call.mayStillChange(time));
        List<Call> likely = new ArrayList<>();
        for (Call call : recent) {
            if (stream.subscription.concerns(call.actor) && call.changes.size() < MAX_CHANGES) {
                likely.add(call);
            }
        }
        for (Call call : likely) {
            call.changes.add(new CallCard.Change(stream.number(), sequence, likely.size() == 1));
        }
    }

    long count() {
        return count;
    }

    long errors() {
        return errors;
    }

    List<CallCard> cards() {
        return calls.items().stream().map(Call::card).toList();
    }
}
