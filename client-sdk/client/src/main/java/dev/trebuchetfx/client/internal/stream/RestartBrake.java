// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/**
 * A brake for a stream that is restarted again and again without ever showing a new state: it must wait ever longer before it asks the
 * next time, since a server that can't do better is not helped by being asked faster. Where states do come, but each answer makes the
 * stream ask again, it asks at a steady rate.
 *
 * <p>Owned by the client's loop.
 */
final class RestartBrake {
    /** The number of restarts within the window, without a new state between them, that are nothing to worry about. */
    static final int MAX_FREE_RESTARTS = 5;

    /** The longest time between two restarts that may be part of a loop. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** The number of questions in a row that are not held up. */
    private static final int MAX_ASKED_AT_ONCE = 20;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final TimeSource time;
    private final Allowance questions;
    private int restarts;
    private long newestAt;
    private long pauseUntil;

    RestartBrake(TimeSource time) {
        this.time = time;
        this.questions = new Allowance(time, MAX_ASKED_AT_ONCE, BETWEEN_QUESTIONS);
    }

    /** Notes that the server is asked a question. */
    void asked() {
        questions.use();
    }

    /** Notes that the stream starts anew. */
    void restarted() {
        long now = time.nanoTime();
        if (restarts > 0 && now - newestAt > WINDOW.toNanos()) {
            restarts = 0;
        }
        newestAt = now;
        restarts++;
        if (restarts > MAX_FREE_RESTARTS) {
            int doublings = Math.min(restarts - MAX_FREE_RESTARTS - 1, 10);
            long ceiling = Math.min(FIRST_PAUSE.toNanos() << doublings, LONGEST_PAUSE.toNanos());
            // Half of the pause is random, since many streams of many clients may be in the same loop.
            pauseUntil = now + ceiling / 2 + time.random().nextLong(ceiling / 2 + 1);
        }
    }

    /** Notes that a state was shown which differs from the one before. */
    void progressed() {
        restarts = 0;
    }

    /** Returns the number of restarts since a new state was shown. */
    int restarts() {
        return restarts;
    }

    /** Returns the time that the stream must wait before it asks, since restarts brought nothing new; zero where it need not wait. */
    Duration pause() {
        long left = restarts > MAX_FREE_RESTARTS ? pauseUntil - time.nanoTime() : 0;
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Returns the time that the stream must wait before it asks, since it has asked so often; zero where it need not wait. */
    Duration pauseBetweenQuestions() {
        return questions.pause();
    }
}
