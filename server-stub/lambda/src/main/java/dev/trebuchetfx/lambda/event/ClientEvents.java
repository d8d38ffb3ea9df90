// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.lambda.connection.ConnectionRegistry;
import dev.trebuchetfx.lambda.connection.StreamSubscription;
import dev.trebuchetfx.lambda.connection.StreamSubscription.Status;
import dev.trebuchetfx.lambda.posting.FunctionDeadline;
import dev.trebuchetfx.lambda.posting.PostOutcome;
import dev.trebuchetfx.lambda.posting.Posting;
import dev.trebuchetfx.lambda.posting.Posts;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.server.stateless.OutgoingMessage;
import dev.trebuchetfx.server.stateless.StatelessNode;
import dev.trebuchetfx.server.stateless.StatelessPeer;
import dev.trebuchetfx.server.stateless.StatelessRun;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.stream.LogPosition;
import dev.trebuchetfx.server.stream.SavedStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** The answers to what clients do: they connect, send messages and go. Safe for use by any thread. */
public final class ClientEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ClientEvents.class);

    /** The port of the gateway, which is part of the actors' real ids. */
    private static final int HTTPS = 443;

    /** The most times that a stream which begins is looked after, while others change its actor without a pause. */
    private static final int MAX_LOOKS = 20;

    /** The most streams of a connection, as at a server: each of them is work for every change, every heartbeat and the end. */
    private static final int MAX_STREAMS = 1_000;

    private final StatelessNode node;
    private final ConnectionRegistry connections;
    private final Posts posts;
    private final int maxStreams;

    public ClientEvents(StatelessNode node, ConnectionRegistry connections, Posts posts) {
        this(node, connections, posts, MAX_STREAMS);
    }

    /** @param maxStreams the most streams of a connection, 1 or more */
    ClientEvents(StatelessNode node, ConnectionRegistry connections, Posts posts, int maxStreams) {
        this.node = node;
        this.connections = connections;
        this.posts = posts;
        this.maxStreams = maxStreams;
    }

    /** Notes a client that connects. */
    public void connected(Connection connection) {
        connections.register(connection);
    }

    /** Forgets a client that has gone. */
    public void disconnected(String connectionId) {
        connections.unregister(connectionId);
    }

    /**
     * Answers a message.
     *
     * @param host the host at which clients reach the gateway
     * @return whether the client has been told what there is to tell
     */
    public boolean message(Connection from, String host, Bytes message, FunctionDeadline deadline) {
        Envelope envelope;
        try {
            envelope = node.codec().decode(message);
        } catch (WireException e) {
            // Nothing tells which call it was, so there is nobody to answer.
            LOG.warn("Dropped a message of {} bytes from {}: {}", message.size(), from.principal(), e.getMessage());
            return true;
        }
        try {
            return switch (envelope) {
                case StreamEndEnvelope end -> {
                    connections.unsubscribe(from.id(), end.streamID());
                    yield true;
                }
                case HeartbeatEnvelope heartbeat -> heartbeat(from, heartbeat, deadline);
                default -> dispatch(from, host, envelope, deadline);
            };
        } catch (StateStoreException | SdkException e) {
            LOG.warn("A message of type {} could not be answered", envelope.type(), e);
            Envelope refusal = unavailable(envelope, e);
            return refusal != null && send(from, List.of(node.codec().encode(refusal)), deadline) == PostOutcome.SENT;
        }
    }

    private static @Nullable Envelope unavailable(Envelope asked, RuntimeException why) {
        String text = ResponseEnvelope.UNAVAILABLE + "the tables can't be reached: " + why.getMessage();
        return switch (asked) {
            case InvocationEnvelope call -> new ResponseEnvelope(call.callID(), null, text);
            case StreamResumeEnvelope resume -> new StreamErrorEnvelope(resume.streamID(), text);
            default -> null;
        };
    }

    private boolean dispatch(Connection from, String host, Envelope envelope, FunctionDeadline deadline) {
        List<SavedStream> begun;
        List<OutgoingMessage> answer;
        try (StatelessRun run = node.begin()) {
            run.servesAt(host, HTTPS);
            StatelessPeer peer = run.peer(from.principal(), false);
            if (envelope instanceof StreamUpdateEnvelope update) {
                takeUp(run, from, update.streamID(), peer);
            }
            if (envelope instanceof StreamResumeEnvelope resume) {
                noteIfHere(run, from, resume);
            }
            if (!run.answer(envelope, peer, deadline.left())) {
                LOG.warn("A call was not answered before the function's time was over");
            }
            begun = run.allSaved();
            answer = RefusedStreams.unstored(peer.takeMessages(), begun, node.codec());
        }
        if (!begun.stream()
                .allMatch(each -> connections.hasRoom(from.id(), each.resume().streamID(), maxStreams))) {
            answer = RefusedStreams.tooMany(answer, begun, maxStreams, node.codec());
            begun = List.of();
        }
        MessageFit fit = MessageFit.of(answer, node.codec());
        List<StreamSubscription> subscriptions = new ArrayList<>();
        for (SavedStream stream : begun) {
            StreamSubscription subscription = StreamSubscription.starting(from, stream);
            if (!fit.ended().contains(subscription.streamId())) {
                if (!connections.subscribe(subscription)) {
                    LOG.info("A stream did not begin, since its connection has ended");
                    return true;
                }
                subscriptions.add(subscription);
            }
        }
        PostOutcome outcome = send(from, fit.messages(), deadline);
        for (StreamSubscription subscription : subscriptions) {
            outcome = outcome == PostOutcome.SENT ? activate(from, subscription, deadline) : outcome;
        }
        return isTold(from, outcome);
    }

    /** Lets a stream of the connection go on in this run, so that its filter can be changed. */
    private void takeUp(StatelessRun run, Connection from, UUID streamId, StatelessPeer peer) {
        StreamSubscription subscription = connections.find(from.id(), streamId);
        if (subscription != null) {
            peer.showsExtension();
            run.goOn(current(subscription).stream(), null, peer);
        }
    }

    /** Lets a stream that is resumed on the connection on which it is from before the first version get the same numbers again. */
    private void noteIfHere(StatelessRun run, Connection from, StreamResumeEnvelope resume) {
        StreamResumeEnvelope.Ext ext = resume.ext();
        if (ext != null && LogPosition.isBeforeFirst(ext.cursor())) {
            StreamSubscription here = connections.find(from.id(), resume.streamID());
            if (here != null) {
                run.isHere(here.stream());
            }
        }
    }

    private StreamSubscription current(StreamSubscription subscription) {
        return subscription.status() == Status.FOLLOWING
                ? subscription.after(
                        connections.position(subscription.stream().actor()).of(keyOf(subscription)))
                : subscription;
    }

    private static String keyOf(StreamSubscription subscription) {
        return subscription.connectionId() + " " + subscription.streamId();
    }

    /**
     * Sends what has come while a stream began, which no broadcast may have seen, and lets the broadcasts look after the stream from then on.
     */
    private PostOutcome activate(Connection from, StreamSubscription begun, FunctionDeadline deadline) {
        StreamSubscription stored = begun;
        for (int look = 0; look < MAX_LOOKS; look++) {
            Caught caught = catchUp(stored, stored);
            if (!caught.messages.isEmpty()) {
                PostOutcome outcome = send(from, caught.messages, deadline);
                if (outcome != PostOutcome.SENT) {
                    return outcome;
                }
            }
            SavedStream left = caught.left;
            if (left == null) {
                connections.unsubscribe(from.id(), begun.streamId());
                return PostOutcome.SENT;
            }
            boolean isNewest = caught.messages.isEmpty();
            StreamSubscription next = stored.as(isNewest ? Status.EXACT : Status.STARTING, left);
            if (connections.advance(stored, next)) {
                stored = next;
                if (isNewest) {
                    return PostOutcome.SENT;
                }
            } else {
                StreamSubscription other = connections.find(
                        from.id(), begun.streamId(), begun.stream().actor());
                if (other == null || other.status() != Status.STARTING) {
                    return PostOutcome.SENT;
                }
                stored = other;
            }
        }
        // A broadcast sees each of the changes that still come.
        connections.advance(stored, stored.as(Status.EXACT, stored.stream()));
        return PostOutcome.SENT;
    }

    /**
     * The messages that a stream has missed.
     *
     * @param left the stream after it; null where it ends with that
     */
    private record Caught(List<Bytes> messages, @Nullable SavedStream left) {}

    private Caught catchUp(StreamSubscription stored, StreamSubscription current) {
        try (StatelessRun run = node.begin()) {
            StatelessPeer peer = run.peer(stored.principal(), stored.stream().extension());
            run.goOn(current.stream(), null, peer);
            MessageFit fit = MessageFit.of(peer.takeMessages(), node.codec());
            return new Caught(fit.messages(), fit.ended().isEmpty() ? run.saved(stored.streamId()) : null);
        }
    }

    /**
     * Answers a client that keeps its line alive: tells it the newest number of each of its streams, after it was sent what had been missed. A stream that
     * is not in the table, though the client has it, is told a higher number than the client has, so that it resumes.
     */
    private boolean heartbeat(Connection from, HeartbeatEnvelope heartbeat, FunctionDeadline deadline) {
        Map<UUID, Long> numbers = new LinkedHashMap<>();
        Map<UUID, String> streams = connections.streamsOf(from.id());
        for (Map.Entry<UUID, String> each : streams.entrySet()) {
            if (deadline.isOver()) {
                // What is known is told, and the next heartbeat asks again.
                break;
            }
            StreamSubscription stored = connections.find(from.id(), each.getKey(), each.getValue());
            if (stored == null) {
                continue;
            }
            StreamSubscription current = current(stored);
            Caught caught = catchUp(stored, current);
            // At once, since what all streams have missed may be more than there is room for.
            PostOutcome outcome = send(from, caught.messages, deadline);
            if (outcome != PostOutcome.SENT) {
                return isTold(from, outcome);
            }
            SavedStream left = caught.left;
            if (left == null) {
                connections.unsubscribe(from.id(), stored.streamId());
                continue;
            }
            if (!caught.messages.isEmpty()) {
                connections.advance(stored, stored.as(Status.EXACT, left));
            }
            long number = left.resume().lastSequence();
            Long known = heartbeat.streams().get(each.getKey());
            numbers.put(
                    each.getKey(),
                    known != null && Long.compareUnsigned(known, number) > 0 ? known : Long.valueOf(number));
        }
        heartbeat.streams().forEach((streamId, number) -> {
            if (!streams.containsKey(streamId)) {
                numbers.put(streamId, number + 1);
            }
        });
        return isTold(from, send(from, List.of(node.codec().encode(new HeartbeatEnvelope(numbers))), deadline));
    }

    private PostOutcome send(Connection to, List<Bytes> messages, FunctionDeadline deadline) {
        return messages.isEmpty()
                ? PostOutcome.SENT
                : posts.deliver(List.of(new Posting(to.id(), messages)), deadline)
                        .get(0);
    }

    private boolean isTold(Connection to, PostOutcome outcome) {
        if (outcome == PostOutcome.GONE) {
            connections.unregister(to.id());
        }
        return outcome == PostOutcome.SENT || outcome == PostOutcome.GONE;
    }
}
