// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.lambda.connection.BroadcastPosition;
import dev.trebuchetfx.lambda.connection.BroadcastPosition.Pending;
import dev.trebuchetfx.lambda.connection.ConnectionRegistry;
import dev.trebuchetfx.lambda.connection.StreamSubscription;
import dev.trebuchetfx.lambda.connection.StreamSubscription.Status;
import dev.trebuchetfx.lambda.event.AlikeStreams.Continued;
import dev.trebuchetfx.lambda.posting.FunctionDeadline;
import dev.trebuchetfx.lambda.posting.PostOutcome;
import dev.trebuchetfx.lambda.posting.Posting;
import dev.trebuchetfx.lambda.posting.Posts;
import dev.trebuchetfx.server.stateless.StatelessNode;
import dev.trebuchetfx.server.stateless.StatelessPeer;
import dev.trebuchetfx.server.stateless.StatelessRun;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.LogPosition;
import dev.trebuchetfx.server.stream.SavedStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending of an actor's changes to all who observe it, as far as the function's time goes; the next call goes on there. What was sent before is not
 * sent again, but for the last part of a broadcast that was broken off. Safe for use by any thread.
 */
public final class StateBroadcast {
    private static final Logger LOG = LoggerFactory.getLogger(StateBroadcast.class);

    /** The most subscriptions of one part, after which it is noted how far the broadcast has come. */
    static final int PART = 200;

    /** The bytes of messages after which they are sent before others are made: each stream may have missed many large states. */
    static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final StatelessNode node;
    private final ConnectionRegistry connections;
    private final Posts posts;
    private final int part;
    private final long maxBytes;

    public StateBroadcast(StatelessNode node, ConnectionRegistry connections, Posts posts) {
        this(node, connections, posts, PART, MAX_BYTES);
    }

    /**
     * @param part the most subscriptions of one part, 1 or more
     * @param maxBytes the bytes of messages after which they are sent before others are made
     */
    StateBroadcast(StatelessNode node, ConnectionRegistry connections, Posts posts, int part, long maxBytes) {
        this.node = node;
        this.connections = connections;
        this.posts = posts;
        this.part = part;
        this.maxBytes = maxBytes;
    }

    /**
     * The counts of a broadcast.
     *
     * @param isWhole whether all have been sent the newest version; otherwise the next call goes on
     * @param sent the subscriptions that were sent something
     * @param gone the connections that had ended, or were ended since they take no more, and are forgotten
     * @param failed the subscriptions that could not be sent it, and are tried again by the next call
     */
    public record Report(boolean isWhole, int sent, int gone, int failed) {
        private Report plus(Report other) {
            return new Report(other.isWhole, sent + other.sent, gone + other.gone, failed + other.failed);
        }
    }

    /**
     * Sends what has changed since the last broadcast.
     *
     * @throws dev.trebuchetfx.server.store.StateStoreException if the store can't be read
     */
    public Report toAll(String actor, FunctionDeadline deadline) {
        Report report = new Report(true, 0, 0, 0);
        try (StatelessRun run = node.begin()) {
            LogPosition newest = run.newest(actor);
            if (newest == null) {
                // Nobody can observe it.
                return report;
            }
            BroadcastPosition position = connections.position(actor);
            while (!isDone(position, newest) || (position.hasFailures() && report.failed == 0)) {
                Pending pending = position.pending();
                LogPosition to = pending == null ? newest : pending.to();
                Pass pass = new Pass(run, actor, to, deadline, position);
                report = report.plus(pass.run());
                BroadcastPosition reached = pass.position;
                if (reached == null || reached.pending() != null) {
                    return report;
                }
                position = reached;
            }
            return report;
        } finally {
            if (report.sent + report.gone + report.failed > 0) {
                LOG.info(
                        "Sent a change of an actor to {} streams; {} connections had ended, {} streams failed, {}",
                        report.sent,
                        report.gone,
                        report.failed,
                        report.isWhole ? "and that is all" : "and more are to follow");
            }
        }
    }

    private static boolean isDone(BroadcastPosition position, LogPosition newest) {
        LogPosition through = position.through();
        return position.pending() == null && through != null && through.cursor().equals(newest.cursor());
    }

    /** One way through those who observe an actor, or the rest of one. */
    private final class Pass {
        private final StatelessRun run;
        private final String actor;
        private final LogPosition to;
        private final FunctionDeadline deadline;
        private @Nullable BroadcastPosition position;
        private boolean hasFailures;
        private int sent;
        private int failed;
        private final Set<String> gone = new HashSet<>();
        /** The streams of the part before, which are kept a while: what they share is made once for all parts. */
        private List<UUID> former = List.of();

        private List<UUID> begun = new ArrayList<>();
        private final AlikeStreams alike = new AlikeStreams(node.codec());

        Pass(StatelessRun run, String actor, LogPosition to, FunctionDeadline deadline, BroadcastPosition position) {
            this.run = run;
            this.actor = actor;
            this.to = to;
            this.deadline = deadline;
            this.position = position;
            this.hasFailures = position.pending() != null && position.hasFailures();
        }

        Report run() {
            BroadcastPosition before = Objects.requireNonNull(position, "set by the constructor");
            Pending pending = before.pending();
            String after = pending == null ? null : pending.after();
            while (position != null) {
                ConnectionRegistry.Page page = connections.observersOf(actor, after, part);
                if (!send(page.subscriptions(), before)) {
                    return report(false);
                }
                after = page.last();
                boolean isLast = after == null;
                position = connections.note(
                        actor,
                        new BroadcastPosition(
                                isLast ? to : before.through(),
                                after == null ? null : new Pending(to, after),
                                hasFailures,
                                position.revision()));
                if (isLast) {
                    return report(position != null && failed == 0);
                }
                if (deadline.isOver()) {
                    return report(false);
                }
            }
            LOG.info("Another function sends the changes of the same actor");
            return report(false);
        }

        private Report report(boolean isWhole) {
            return new Report(isWhole, sent, gone.size(), failed);
        }

        /** Sends to a part of the subscriptions; returns false where the time was over before all were sent to. */
        private boolean send(Map<String, StreamSubscription> subscriptions, BroadcastPosition before) {
            List<Sending> sendings = new ArrayList<>();
            long bytes = 0;
            for (Map.Entry<String, StreamSubscription> each : subscriptions.entrySet()) {
                StreamSubscription subscription = each.getValue();
                if (subscription.status() != Status.STARTING
                        || subscription.stream().extension()) {
                    Sending next = sending(
                            subscription, subscription.after(before.of(each.getKey())), isBehind(subscription, before));
                    sendings.add(next);
                    bytes += next.delivery.bytes();
                }
                if (bytes >= maxBytes) {
                    if (!deliver(sendings)) {
                        return false;
                    }
                    sendings = new ArrayList<>();
                    bytes = 0;
                }
            }
            former.forEach(run::forget);
            former = begun;
            begun = new ArrayList<>();
            return deliver(sendings);
        }

        /** Returns whether a stream was not sent what others were, since its connection took no more. */
        private static boolean isBehind(StreamSubscription stored, BroadcastPosition before) {
            LogPosition through = before.through();
            return stored.status() == Status.EXACT
                    && through != null
                    && LogPosition.isBehind(stored.cursor(), through.cursor());
        }

        private boolean deliver(List<Sending> sendings) {
            List<PostOutcome> outcomes =
                    posts.deliver(sendings.stream().map(Sending::delivery).toList(), deadline);
            boolean isWhole = true;
            for (int i = 0; i < outcomes.size(); i++) {
                isWhole &= outcomes.get(i) != PostOutcome.LATE;
                settle(sendings.get(i), outcomes.get(i));
            }
            return isWhole;
        }

        private Sending sending(StreamSubscription stored, StreamSubscription current, boolean isBehind) {
            Continued continued = alike.likeBefore(current.stream());
            if (continued == null) {
                continued = goOn(current);
                alike.keep(continued);
            }
            MessageFit fit = MessageFit.of(continued.messages(), node.codec());
            return new Sending(
                    stored,
                    current,
                    fit.ended().isEmpty() ? continued.left() : null,
                    new Posting(current.connectionId(), fit.messages(), isBehind));
        }

        private Continued goOn(StreamSubscription current) {
            StatelessPeer peer = run.peer(current.principal(), current.stream().extension());
            StateVersion until = to.version();
            run.goOn(current.stream(), until, peer);
            begun.add(current.streamId());
            return new Continued(current.stream(), peer.takeMessages(), run.saved(current.streamId()));
        }

        private void settle(Sending sending, PostOutcome outcome) {
            StreamSubscription stored = sending.stored;
            boolean hasMessages = !sending.delivery.messages().isEmpty();
            switch (outcome) {
                case SENT -> {
                    sent += hasMessages ? 1 : 0;
                    SavedStream left = sending.left;
                    if (left == null) {
                        connections.unsubscribe(stored.connectionId(), stored.streamId());
                    } else {
                        note(sending, left);
                    }
                }
                case GONE -> forget(stored);
                case FAILED -> failed(sending);
                case FULL -> {
                    // Nothing else tells a client that sends nothing that it has missed something.
                    if (gone.contains(stored.connectionId()) || posts.close(stored.connectionId(), deadline)) {
                        forget(stored);
                    } else {
                        failed(sending);
                    }
                }
                case LATE -> {
                    // It is sent again by the next call.
                }
            }
        }

        private void forget(StreamSubscription stored) {
            if (gone.add(stored.connectionId())) {
                connections.unregister(stored.connectionId());
            }
        }

        private void failed(Sending sending) {
            failed++;
            hasFailures = true;
            if (sending.stored.status() == Status.FOLLOWING) {
                // Those that follow are about to count as sent to.
                connections.advance(sending.stored, sending.current.as(Status.EXACT, sending.current.stream()));
            }
        }

        private void note(Sending sending, SavedStream left) {
            StreamSubscription stored = sending.stored;
            if (stored.leadsTo(left, to)) {
                return;
            }
            Status next = stored.status() == Status.STARTING
                    ? Status.STARTING
                    : left.isFiltered() ? Status.EXACT : Status.FOLLOWING;
            StreamSubscription moved = stored.as(next, left);
            if (!moved.equals(stored)) {
                connections.advance(stored, moved);
            }
        }
    }

    /**
     * The messages of one subscription.
     *
     * @param stored the subscription as the table has it
     * @param current the same at its real position
     * @param left the stream after it; null where it ends with that
     */
    private record Sending(
            StreamSubscription stored,
            StreamSubscription current,
            @Nullable SavedStream left,
            Posting delivery) {}
}
