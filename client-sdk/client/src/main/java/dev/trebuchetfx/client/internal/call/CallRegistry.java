// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.call;

import static dev.trebuchetfx.client.internal.time.Durations.inWords;

import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.MessageTooLargeException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.internal.connection.MessageSender;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The calls that await their response. A call is registered before it is sent, so that no response can come too early for it.
 *
 * <p>Owned by the client's loop, except for {@link #start}, which any thread may call.
 */
public final class CallRegistry {
    /** The largest number of calls that wait for a connection, so that an application without one does not fill the memory. */
    private static final int MAX_WAITING = 10_000;

    private final TimeSource time;
    private final Executor loop;
    private final TapHub taps;
    private final MessageSender sender;
    private final Duration defaultTimeout;

    private final Map<UUID, PendingCall> pending = new LinkedHashMap<>();
    private @Nullable Session session;
    private boolean closed;
    private boolean offline;
    private String whyNoConnection = "the first attempt to connect is still under way";

    public CallRegistry(TimeSource time, Executor loop, TapHub taps, MessageSender sender, Duration defaultTimeout) {
        this.time = time;
        this.loop = loop;
        this.taps = taps;
        this.sender = sender;
        this.defaultTimeout = defaultTimeout;
    }

    /** A place where the effects of calls show. */
    @FunctionalInterface
    public interface Showing {
        /** Completes {@code shown} when the effect of a call that made this version of the actor's state shows. Called on the loop. */
        void await(long version, CompletableFuture<@Nullable Void> shown);
    }

    /**
     * Starts a call.
     *
     * @param showing the place where the call's effect must show before it is complete, until its timeout at the latest; null for none
     * @return the JSON of the result. It is completed on the loop, so that the work must be handed on
     */
    public CompletableFuture<Bytes> start(
            InvocationEnvelope invocation, CallOptions options, @Nullable Showing showing) {
        Duration timeout = options.timeout() == null ? defaultTimeout : options.timeout();
        PendingCall call = new PendingCall(invocation, options, showing, TimeSource.bounded(timeout), time.nanoTime());
        loop.execute(() -> begin(call));
        return call.future;
    }

    /** Takes a new session, and sends the calls that wait for one. Calls that were sent on an older one wait for their answers there. */
    public void connected(Session newSession) {
        session = newSession;
        offline = false;
        for (PendingCall call : List.copyOf(pending.values())) {
            if (call.sentOn == null) {
                send(call, newSession);
            }
        }
    }

    /**
     * Takes the end of a session. A call that was sent on it fails, since its outcome is unknown; it is sent again if it is idempotent, or
     * if the server has read nothing.
     */
    public void disconnected(Session lost, String why) {
        if (session == lost) {
            session = null;
            whyNoConnection = why;
        }
        for (PendingCall call : List.copyOf(pending.values())) {
            if (call.sentOn != lost) {
                continue;
            }
            if (call.options.idempotent() || lost.wasUnread()) {
                call.sentOn = null;
                call.sentBefore |= !lost.wasUnread();
                if (session != null) {
                    send(call, session);
                }
            } else {
                fail(
                        call,
                        new OutcomeUnknownException(
                                describe(call) + " was under way when the connection ended (" + why
                                        + "); it may or may not have been done. Mark the call idempotent to have it sent again"));
            }
        }
    }

    /** Takes the reason why an attempt to connect has failed, which the errors of calls without a connection name. */
    public void reconnecting(String why) {
        offline = false;
        whyNoConnection = why;
    }

    /** Takes the news that no connection comes by itself any more: every pending call fails. */
    public void offline(TrebuchetException cause) {
        offline = true;
        whyNoConnection = String.valueOf(cause.getMessage());
        for (PendingCall call : List.copyOf(pending.values())) {
            fail(
                    call,
                    call.sentBefore
                            ? outcomeUnknown(call, String.valueOf(cause.getMessage()), cause)
                            : new NotConnectedException(
                                    describe(call) + " was not sent: " + cause.getMessage(), cause));
        }
    }

    /** Returns whether any call was sent on this session and not answered yet. */
    public boolean areUnderWay(Session on) {
        return pending.values().stream().anyMatch(call -> call.sentOn == on);
    }

    /**
     * Takes a response, and completes its call.
     *
     * @return true if a call awaits the response; false where its call is over, as after a timeout, or it answers no call
     */
    public boolean responded(ResponseEnvelope response) {
        PendingCall call = pending.get(response.callID());
        if (call == null) {
            return false;
        }
        if (response.errorMessage() != null) {
            fail(
                    call,
                    new RemoteInvocationException(
                            call.invocation.actorID(), call.invocation.targetIdentifier(), response.errorMessage()));
        } else {
            Bytes result = response.result() == null ? Bytes.empty() : response.result();
            if (call.showing != null && response.ext() != null) {
                awaitShown(call, call.showing, response.ext().version(), result);
            } else {
                end(call, null);
                call.future.complete(result);
            }
        }
        return true;
    }

    /** Completes a call that is done once its effect shows. The call's deadline goes on, but can't take the result away any more. */
    private void awaitShown(PendingCall call, Showing showing, long version, Bytes result) {
        CompletableFuture<@Nullable Void> shown = new CompletableFuture<>();
        call.shown = shown;
        TimeSource.Timer deadline = call.deadline;
        call.deadline = null;
        end(call, null);
        var unused = shown.thenRun(() -> {
            if (deadline != null) {
                deadline.cancel();
            }
            call.future.complete(result);
        });
        showing.await(version, shown);
    }

    /** Fails every pending call, and every call that is started later, since the client is closed. */
    public void close() {
        closed = true;
        for (PendingCall call : List.copyOf(pending.values())) {
            fail(call, clientClosed(call));
        }
    }

    private void begin(PendingCall call) {
        InvocationEnvelope invocation = call.invocation;
        pending.put(invocation.callID(), call);
        if (taps.wantsRoutine()) {
            taps.emit(new TapEvent.CallStarted(
                    TapEvent.instant(time.epochNanos()),
                    invocation.callID(),
                    invocation.actorID(),
                    invocation.targetIdentifier()));
        }
        if (closed) {
            fail(call, clientClosed(call));
            return;
        }
        if (session != null) {
            send(call, session);
        } else if (call.options.withoutConnection() == WithoutConnection.FAIL) {
            fail(
                    call,
                    new NotConnectedException(describe(call) + " was not sent, there is no connection: "
                            + whyNoConnection + ". Let the call wait for one, or watch the connection state"));
        } else if (offline) {
            fail(
                    call,
                    new NotConnectedException(
                            describe(call) + " was not sent, and no connection is to come: " + whyNoConnection));
        } else if (pending.size() > MAX_WAITING) {
            fail(
                    call,
                    new NotConnectedException(describe(call) + " was not sent: " + MAX_WAITING
                            + " calls wait for a connection already, and there is none: " + whyNoConnection));
        } else if (call.options.withoutConnection() == WithoutConnection.WAIT_UNTIL_TIMEOUT) {
            startDeadline(call);
        }
    }

    private void startDeadline(PendingCall call) {
        if (call.deadline == null) {
            call.deadline = time.schedule(call.timeout, () -> loop.execute(() -> timedOut(call)));
        }
    }

    private void send(PendingCall call, Session target) {
        call.sentOn = target;
        startDeadline(call);
        String refusal = sender.send(target, call.sentBefore ? call.invocation.asRepeated() : call.invocation);
        if (refusal != null) {
            fail(
                    call,
                    call.sentBefore
                            ? outcomeUnknown(call, refusal, null)
                            : new MessageTooLargeException(describe(call) + " was not sent: " + refusal));
        }
    }

    private void timedOut(PendingCall call) {
        if (call.shown != null) {
            call.shown.complete(null);
        } else if (pending.containsKey(call.invocation.callID())) {
            String what = " could not be sent within " + inWords(call.timeout) + ": " + whyNoConnection;
            if (call.sentOn != null) {
                what = " had no response within " + inWords(call.timeout) + "; it may still be done";
            } else if (call.sentBefore) {
                what = " was sent, but had no response when its connection ended, and could not be sent again within "
                        + inWords(call.timeout) + ": " + whyNoConnection + "; it may still be done";
            }
            fail(call, new CallTimeoutException(describe(call) + what));
        }
    }

    private void fail(PendingCall call, TrebuchetException error) {
        end(call, error);
        call.future.completeExceptionally(error);
    }

    private void end(PendingCall call, @Nullable TrebuchetException error) {
        pending.remove(call.invocation.callID());
        if (call.deadline != null) {
            call.deadline.cancel();
        }
        if (error == null ? taps.wantsRoutine() : taps.isActive()) {
            taps.emit(new TapEvent.CallEnded(
                    TapEvent.instant(time.epochNanos()),
                    call.invocation.callID(),
                    call.invocation.targetIdentifier(),
                    Duration.ofNanos(time.nanoTime() - call.startedNanos),
                    error == null ? null : error.getMessage()));
        }
    }

    private static OutcomeUnknownException outcomeUnknown(
            PendingCall call, String why, @Nullable TrebuchetException cause) {
        return new OutcomeUnknownException(
                describe(call) + " was under way when its connection ended, and could not be sent again: " + why
                        + "; it may or may not have been done",
                cause);
    }

    private static ClientClosedException clientClosed(PendingCall call) {
        return new ClientClosedException(describe(call) + " can't be answered: the client was closed");
    }

    private static String describe(PendingCall call) {
        return call.invocation.targetIdentifier() + " on " + call.invocation.actorID();
    }
}
