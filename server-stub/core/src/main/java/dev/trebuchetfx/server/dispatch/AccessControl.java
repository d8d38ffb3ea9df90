// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.dispatch.AccessRule.Question;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an {@link AccessRule} is asked: on a thread of its own, neither a transport's nor an actor's, and not for longer than five
 * seconds. What it fails to decide is refused. Safe for use by any thread.
 */
public final class AccessControl {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** A rule that never returns must not use up the threads. */
    private static final int MOST_AT_ONCE = 1_000;

    private final AccessRule rule;
    private final TimeSource time;
    private final Executor executor;
    private final AtomicInteger asking = new AtomicInteger();

    /**
     * Creates the control.
     *
     * @param executor lends the threads on which the rule is asked
     */
    public AccessControl(AccessRule rule, TimeSource time, Executor executor) {
        this.rule = rule;
        this.time = time;
        this.executor = executor;
    }

    /**
     * Asks the rule, and tells the answer once, by any thread.
     *
     * @param log takes a line where the rule fails
     * @param answer takes the words of the refusal; null where it is allowed
     */
    void ask(Question question, Consumer<String> log, Consumer<@Nullable String> answer) {
        if (asking.incrementAndGet() > MOST_AT_ONCE) {
            asking.decrementAndGet();
            // Not on this stack, which would grow with each message that waits.
            executor.execute(() -> answer.accept(question.refused("the server's authorizer is busy; try again later")));
            return;
        }
        AtomicBoolean answered = new AtomicBoolean();
        TimeSource.Timer limit = time.schedule(LONGEST, () -> {
            if (answered.compareAndSet(false, true)) {
                String late = "the server's authorizer did not answer within " + LONGEST.toSeconds() + " s";
                log.accept(late + ": " + question);
                answer.accept(question.refused(late));
            }
        });
        executor.execute(() -> {
            String refusal;
            try {
                refusal = refusal(question, log);
            } finally {
                asking.decrementAndGet();
            }
            limit.cancel();
            if (answered.compareAndSet(false, true)) {
                answer.accept(refusal);
            }
        });
    }

    private @Nullable String refusal(Question question, Consumer<String> log) {
        try {
            String why = rule.refusal(question);
            return why == null ? null : question.refused(why);
        } catch (Throwable e) {
            log.accept("the authorizer failed on " + question + ": " + ActorCallException.describe(e));
            return question.refused("the server's authorizer failed; its log says why");
        }
    }
}
