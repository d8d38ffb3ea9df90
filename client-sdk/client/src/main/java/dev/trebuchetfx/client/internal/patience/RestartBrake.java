// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.patience;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/**
 * A brake for a stream that is restarted again and again without ever showing a new state: it must wait ever longer before it asks the
 * next time, since a server that can't do better is not helped by being asked faster. So must a stream whose states fail their check again
 * and again, however new they are: a hash that does not fit, or a delta that can't be applied. Where states do come, but each answer makes
 * the stream ask again for another reason, it asks at a steady rate.
 *
 * <p>Owned by the client's loop.
 */
public final class RestartBrake {
    /** The number of restarts without a new state between them, or of failed checks, that are nothing to worry about. */
    static final int MAX_FREE_RESTARTS = 5;

    /** The longest time between two restarts or failed checks that may be part of a loop. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** The number of questions in a row that are not held up. */
    private static final int MAX_ASKED_AT_ONCE = 20;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final TimeSource time;
    private final Allowance questions;
    private final Repeats restarts = new Repeats();
    private final Repeats failedChecks = new Repeats();

    /** The occurrences of one event that may be part of a loop. */
    private final class Repeats {
        private int count;
        private long newestAt;
        private long pauseUntil;

        void add() {
            long now = time.nanoTime();
            if (count > 0 && now - newestAt > WINDOW.toNanos()) {
                count = 0;
            }
            newestAt = now;
            count++;
            if (count > MAX_FREE_RESTARTS) {
                int doublings = Math.min(count - MAX_FREE_RESTARTS - 1, 10);
                long ceiling = Math.min(FIRST_PAUSE.toNanos() << doublings, LONGEST_PAUSE.toNanos());
                // Half of the pause is random, since many streams of many clients may be in the same loop.
                pauseUntil = now + ceiling / 2 + time.random().nextLong(ceiling / 2 + 1);
            }
        }

        long pauseNanos() {
            return count > MAX_FREE_RESTARTS ? Math.max(0, pauseUntil - time.nanoTime()) : 0;
        }
    }

    public RestartBrake(TimeSource time) {
        this.time = time;
        this.questions = new Allowance(time, MAX_ASKED_AT_ONCE, BETWEEN_QUESTIONS);
    }

    /** Notes that the server is asked a question. */
    public void asked() {
        questions.use();
    }

    /** Notes that the stream starts anew. */
    public void restarted() {
        restarts.add();
    }

    /**
     * Notes that a state was not the server's, or that a delta could not be applied, so that the full state is asked for. Neither a new state
     * nor a right one ends this count, since a server could send one before each wrong one; only time without failures does.
     */
    public void checkFailed() {
        failedChecks.add();
    }

    /** Notes that a state was shown which differs from the one before. */
    public void progressed() {
        restarts.count = 0;
    }

    /** Returns the number of restarts since a new state was shown, or of checks that failed in a row if there are more. */
    public int restarts() {
        return Math.max(restarts.count, failedChecks.count);
    }

    /**
     * Returns the time that the stream must wait before it asks, since restarts brought nothing new or checks failed; zero where it need not
     * wait.
     */
    public Duration pause() {
        return Duration.ofNanos(Math.max(restarts.pauseNanos(), failedChecks.pauseNanos()));
    }

    /** Returns the time that the stream must wait before it asks, since it has asked so often; zero where it need not wait. */
    public Duration pauseBetweenQuestions() {
        return questions.pause();
    }
}
