// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A plan of the attempts to connect: the endpoint of the next one, and its time.
 *
 * <p>The endpoints are tried in rounds. Where an attempt fails the next endpoint of the round is tried at once; a round that has failed
 * is followed by a backoff, and so is a connection that was lost, since others have lost theirs in the same moment. A connection that
 * has held makes its endpoint the first of the rounds to come. An endpoint that has named a time is left alone until then.
 *
 * <p>Owned by the client's loop.
 */
final class RetryPlan {
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(30);

    private final List<Candidate> candidates;
    private final BackoffPolicy backoff;
    private final boolean hasTokens;
    private final TimeSource time;

    private int position;
    /** The attempts since the last connection that was of use; a connection of no use counts as a failure. */
    private int attempts;

    private int failedRounds;
    private boolean freshTokenTried;

    /** An endpoint, with what its server has said about attempts. */
    private static final class Candidate {
        private final URI uri;
        private @Nullable Pause pause;
        private boolean denied;
        /** A flag that is true if it was denied by a 403, which tells of a wrong path too, as at a gateway whose stage is another one. */
        private boolean isForbidden;

        Candidate(URI uri) {
            this.uri = uri;
        }

        Duration pauseLeft(TimeSource time) {
            return pause == null ? Duration.ZERO : pause.left(time);
        }

        boolean isUsableIn(Duration delay, TimeSource time) {
            return !denied && pauseLeft(time).compareTo(delay) <= 0;
        }
    }

    /**
     * A time that an endpoint has named. It is over when either clock says so: one may be set back, and the other stands still in a
     * sleep.
     */
    private record Pause(Instant until, long untilNanos) {
        static Pause of(Duration length, TimeSource time) {
            Duration bounded = TimeSource.bounded(length);
            return new Pause(time.instant().plus(bounded), time.nanoTime() + bounded.toNanos());
        }

        Duration left(TimeSource time) {
            Duration byWall = Duration.between(time.instant(), until);
            Duration byNanos = Duration.ofNanos(untilNanos - time.nanoTime());
            Duration left = byWall.compareTo(byNanos) < 0 ? byWall : byNanos;
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /** The step that follows a failure. */
    sealed interface Next {}

    /**
     * An attempt to connect.
     *
     * @param number the number of the attempt, from 1 since the last connection that was of use
     * @param delay the time to wait before it
     * @param why the reason why there is no connection
     */
    record Attempt(int number, URI endpoint, Duration delay, String why) implements Next {}

    /** No attempt, until somebody asks for one. */
    record GiveUp(String why) implements Next {}

    /**
     * Creates a plan that begins with the first endpoint of the order.
     *
     * @param hasTokens true if a token may be asked for again where one is refused
     */
    RetryPlan(List<URI> endpoints, EndpointOrder order, BackoffPolicy backoff, boolean hasTokens, TimeSource time) {
        this.candidates = new ArrayList<>(endpoints.stream().map(Candidate::new).toList());
        this.backoff = backoff;
        this.hasTokens = hasTokens;
        this.time = time;
        if (order == EndpointOrder.SHUFFLED) {
            Collections.shuffle(candidates, Random.from(time.random()));
        }
    }

    /** Returns the endpoint of the attempt under way, of the next one, or of the connection that is open. */
    URI current() {
        return candidates.get(position).uri;
    }

    /** Notes that a connection is open, so that tokens are good again. */
    void opened() {
        freshTokenTried = false;
        candidates.forEach(candidate -> candidate.denied = false);
    }

    /** Takes an attempt that has failed, and returns the next step. */
    Next failed(TransportClosed closed) {
        attempts++;
        Candidate failed = candidates.get(position);
        if (closed instanceof TransportClosed.Refused refused) {
            if (refused.status() == 401 || refused.status() == 403) {
                if (hasTokens && !freshTokenTried) {
                    // The token may have run out, so a fresh one is asked for, once.
                    freshTokenTried = true;
                    return attempt(Duration.ZERO, closed);
                }
                failed.denied = true;
                failed.isForbidden = refused.status() == 403;
            }
            RetryTimes.after(refused, time.instant()).ifPresent(wait -> failed.pause = pause(wait));
        }
        // Attempts that fail are spread over time already, so the round goes on at once.
        return nextOfRound(Duration.ZERO, failed, closed);
    }

    /** Returns the pause that a server asks for, bounded by the longest of the backoff: a server must not end a client for good. */
    private Pause pause(Duration asked) {
        Duration most = backoff.longestPause();
        return Pause.of(asked.compareTo(most) > 0 ? most : asked, time);
    }

    /** Returns an attempt after a failure that nobody has foreseen. */
    Attempt failedInside(TransportClosed closed) {
        return new Attempt(Math.max(1, attempts), current(), AFTER_A_DEFECT, closed.why());
    }

    /** Takes a round in which no endpoint could be tried, since there is no token, and returns the next step. */
    Next failedWithoutToken(TransportClosed closed) {
        attempts++;
        return nextRound(candidates.get(position), closed);
    }

    /**
     * Takes a connection that has ended, and returns the next step.
     *
     * @param held the time for which it was open
     */
    Next lost(TransportClosed.Ended ended, Duration held) {
        Candidate lost = candidates.get(position);
        RetryTimes.comeBackIn(ended).ifPresent(wait -> lost.pause = pause(wait));
        if (held.compareTo(backoff.resetAfter()) < 0) {
            attempts++;
            return nextOfRound(backoff.delay(failedRounds + 1, time.random()), lost, ended);
        }
        attempts = 1;
        failedRounds = 0;
        candidates.remove(position);
        boolean isLeaving = RetryTimes.isLeaving(ended);
        candidates.add(isLeaving ? candidates.size() : 0, lost);
        return nextRound(lost, ended);
    }

    /**
     * Returns an attempt to make soon, since the network may be there again. It is within the first ceiling of the backoff, since
     * others are woken too. Null where that is not sooner than planned, or every endpoint has asked for more time.
     *
     * @param planned the time until the next attempt
     */
    @Nullable
    Attempt hurried(Duration planned, String why) {
        Duration delay = backoff.delay(1, time.random());
        int usable = firstUsableIn(delay);
        if (usable < 0 || delay.compareTo(planned) >= 0) {
            return null;
        }
        position = usable;
        return new Attempt(Math.max(1, attempts), current(), delay, why);
    }

    /** Forgets all failures, since somebody knows better, and returns an attempt to make at once. */
    Attempt anew(String why) {
        for (Candidate candidate : candidates) {
            candidate.denied = false;
            candidate.pause = null;
        }
        position = 0;
        attempts = 1;
        failedRounds = 0;
        freshTokenTried = false;
        return new Attempt(attempts, current(), Duration.ZERO, why);
    }

    /** Returns all endpoints, in words for errors. */
    String endpoints() {
        return String.join(
                ", ",
                candidates.stream().map(candidate -> candidate.uri.toString()).toList());
    }

    private Next nextOfRound(Duration delay, Candidate failed, TransportClosed closed) {
        for (int i = position + 1; i < candidates.size(); i++) {
            if (candidates.get(i).isUsableIn(delay, time)) {
                position = i;
                return attempt(delay, failed, closed);
            }
        }
        return nextRound(failed, closed);
    }

    private Next nextRound(Candidate failed, TransportClosed closed) {
        failedRounds++;
        if (candidates.stream().allMatch(candidate -> candidate.denied)) {
            return new GiveUp((failed.isForbidden
                            ? "refused (403): is the token right, and the path of the address, such as the stage of a gateway? "
                            : "refused for want of a valid token: ")
                    + describe(failed, closed) + "; give a valid token and call reconnectNow()");
        }
        if (failedRounds > backoff.maxAttempts()) {
            return new GiveUp("gave up after " + attempts + " failures, the last: " + describe(failed, closed));
        }
        Duration delay = backoff.delay(failedRounds, time.random());
        int usable = firstUsableIn(delay);
        if (usable >= 0) {
            position = usable;
            return attempt(delay, failed, closed);
        }
        // A server that names a time knows better than the backoff, which only spreads the clients that were told the
        // same time.
        Candidate soonest = candidates.stream()
                .filter(candidate -> !candidate.denied)
                .min(Comparator.comparing(candidate -> candidate.pauseLeft(time)))
                .orElse(failed);
        position = candidates.indexOf(soonest);
        return attempt(soonest.pauseLeft(time).plus(delay), failed, closed);
    }

    private int firstUsableIn(Duration delay) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).isUsableIn(delay, time)) {
                return i;
            }
        }
        return -1;
    }

    private Attempt attempt(Duration delay, TransportClosed closed) {
        return attempt(delay, candidates.get(position), closed);
    }

    private Attempt attempt(Duration delay, Candidate failed, TransportClosed closed) {
        return new Attempt(attempts, current(), delay, describe(failed, closed));
    }

    /** Returns the reason of a failure. It names the endpoint where there are several. */
    private String describe(Candidate failed, TransportClosed closed) {
        return candidates.size() == 1 ? closed.why() : failed.uri + ": " + closed.why();
    }
}
