// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.update.LocalFilter;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The settlement of which filter decides on the updates of one logical stream, and where: at the server, or here where the server does
 * not know it. A change is settled while the stream goes on, and across a lost connection: the next question carries what is wanted
 * then.
 *
 * <p>Owned by the client's loop.
 */
final class FilterNegotiation {
    private final StreamWish wish;
    private final StreamContext context;
    private final StreamReporter reporter;
    private final CheckpointTrack track;
    private final StreamPosition position;
    private final ShownState shown;
    private final PhaseMachine phases;
    private final Conversation conversation;
    private final LocalFilter local;

    /** The futures to complete when the filter that is wanted decides; it has not been sent for them yet. */
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /** The filter that decides; null for none. */
    private @Nullable StreamFilter settled;

    // Valid for one session.
    private final Deque<Sent> sent = new ArrayDeque<>();
    private boolean fresh;

    /** A change that was sent on this connection, with the futures that its answer completes. */
    private record Sent(@Nullable StreamFilter filter, List<CompletableFuture<Void>> waiting) {}

    FilterNegotiation(
            StreamWish wish,
            StreamContext context,
            StreamReporter reporter,
            CheckpointTrack track,
            StreamPosition position,
            ShownState shown,
            PhaseMachine phases,
            Conversation conversation,
            LocalFilter local) {
        this.wish = wish;
        this.context = context;
        this.reporter = reporter;
        this.track = track;
        this.position = position;
        this.shown = shown;
        this.phases = phases;
        this.conversation = conversation;
        this.local = local;
        this.settled = wish.wanted().filter();
    }

    /** Takes the filter that the application wants; {@code done} is completed when it decides. */
    void change(@Nullable StreamFilter filter, CompletableFuture<Void> done) {
        if (phases.isClosed()) {
            done.completeExceptionally(new StreamFailedException("the stream is over: its filter can't be changed"));
            return;
        }
        wish.filterBy(filter);
        waiting.add(done);
        if (phases.isLive()) {
            tell();
        }
    }

    /** Returns whether the stream that begins now was asked for only to have another filter, and nothing was lost since. */
    boolean isBegunForAFilter() {
        return fresh;
    }

    /** Settles the filter that a stream has begun with, which is the one that was asked for. */
    void begun() {
        forgetSent();
        StreamFilter asked = wish.askedFilter();
        boolean here = conversation.extendedSession() == null && asked != null && !asked.isKnownToVersion2();
        local.use(here ? asked : null);
        settle(asked, here, 1);
        tell();
    }

    /** Settles the filter that a stream goes on with, which is the one that the resume asked for. */
    void resumed() {
        forgetSent();
        settle(wish.askedFilter(), false, positionAfter());
        tell();
    }

    /** Takes the news that the server has changed the filter from {@code fromSequence} on. */
    void updated(long fromSequence) {
        Sent answered = sent.poll();
        if (answered != null) {
            settle(answered.filter(), false, fromSequence);
            answered.waiting().forEach(done -> done.complete(null));
        }
    }

    /**
     * Takes an error of the server that concerns the stream, perhaps a change.
     *
     * @return true if a change was under way, which is taken back
     */
    boolean refused(String why) {
        Sent refused = sent.poll();
        if (refused == null) {
            return false;
        }
        if (Objects.equals(wish.wanted().filter(), refused.filter())) {
            wish.filterBy(settled);
        }
        TrebuchetException error = new StreamFailedException("the filter was refused: " + why);
        refused.waiting().forEach(done -> done.completeExceptionally(error));
        // The resume that follows settles the other changes.
        forgetSent();
        return true;
    }

    /** Takes the end of the session: a change that was sent and not answered is settled on the next connection. */
    void disconnected() {
        forgetSent();
    }

    /** Puts changes that were sent back among those that wait, since the next question carries what is wanted. */
    private void forgetSent() {
        sent.forEach(change -> waiting.addAll(change.waiting()));
        sent.clear();
        fresh = false;
    }

    /** Ends the client's own filter and fails the changes that are under way, since the stream is over. */
    void ended() {
        local.end();
        forgetSent();
        waiting.forEach(done -> done.completeExceptionally(
                new StreamFailedException("the stream ended before its filter was changed")));
        waiting.clear();
    }

    /** Makes the filter that is wanted decide, if it does not yet. */
    private void tell() {
        Session on = conversation.session();
        StreamCheckpoint at = position.checkpoint();
        if (on == null || at == null) {
            return;
        }
        StreamFilter wanted = wish.wanted().filter();
        if (sent.isEmpty() && Objects.equals(settled, wanted)) {
            completeWaiting();
        } else if (on.isExtended()) {
            context.sender().send(on, new StreamUpdateEnvelope(at.streamID(), wanted));
            sent.add(new Sent(wanted, List.copyOf(waiting)));
            waiting.clear();
        } else if (sendsEverything()) {
            local.use(wanted);
            settle(wanted, wanted != null, positionAfter());
            shown.showAgain();
            completeWaiting();
        } else {
            fresh = true;
            conversation.invoke(on);
        }
    }

    /** Returns whether a version 2 server leaves nothing out, so that another stream would bring nothing that this one does not. */
    private boolean sendsEverything() {
        StreamFilter asked = wish.askedFilter();
        return asked == null || asked.type() == StreamFilter.Type.ALL || !asked.isKnownToVersion2();
    }

    private void completeWaiting() {
        List<CompletableFuture<Void>> done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(future -> future.complete(null));
    }

    private void settle(@Nullable StreamFilter filter, boolean here, long fromSequence) {
        StreamFilter before = settled;
        settled = filter;
        StreamCheckpoint at = position.checkpoint();
        if (at == null || (filter == null && before == null)) {
            return;
        }
        if (!Objects.equals(before, filter)) {
            track.filteredBy(filter, at.streamID(), fromSequence);
        } else if (fromSequence != 1) {
            return;
        }
        reporter.filterSettled(at.streamID(), filter, here, fromSequence);
    }

    private long positionAfter() {
        StreamCheckpoint at = position.checkpoint();
        return at == null ? 1 : at.lastSequence() + 1;
    }
}
