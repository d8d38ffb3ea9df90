// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step on its way, with one write id for all its runs, and the outcome of its last run.
 *
 * <p>Confined to the turns of the actor.
 */
final class Attempt {
    private final StoredStep step;
    private final Runnable ended;
    private final UUID writeId;
    private boolean alone;
    private long lookedAt;
    private @Nullable Object result;
    private @Nullable Throwable failure;
    private int writes;
    private @Nullable LogEntry done;
    private boolean ran;
    private boolean answered;

    /**
     * @param ended called before the step is told how it ended
     * @param loads the keeper's {@link StateKeeper#loads} as the step was asked for
     */
    Attempt(StoredStep step, Runnable ended, UUID writeId, long loads) {
        this.lookedAt = step.isRepeated() ? -1 : loads;
        this.step = step;
        this.ended = ended;
        this.writeId = writeId;
    }

    StoredStep step() {
        return step;
    }

    UUID writeId() {
        return writeId;
    }

    /** Returns whether it may be stored together with other steps, since it may run again if one of them meets a conflict. */
    boolean canJoin() {
        return !alone && !step.isRepeated() && step.mayRunAgain();
    }

    /** Hears of a version that was taken over: whoever asked for the step may have asked another server too, which has done it. */
    void heard(LogEntry entry) {
        if (entry.writeId().equals(writeId) || (step.key() != null && Objects.equals(step.key(), entry.callKey()))) {
            done = entry;
        }
    }

    /** Returns the version that it has made, as far as was heard; null for none. */
    @Nullable
    LogEntry done() {
        return done;
    }

    /** Returns whether it may be done though nothing was heard of it, since a state was loaded meanwhile, and so has to be looked for in the log. */
    boolean mayBeDone(long loads) {
        return lookedAt != loads && (ran || step.key() != null);
    }

    /** Notes that it was not in the log, which was read after so many loads. */
    void notFound(long loads) {
        lookedAt = loads;
    }

    /** Keeps it from being stored together with other steps. */
    void standAlone() {
        alone = true;
    }

    /**
     * Notes how it ran.
     *
     * @param failed the reason why it failed; null if it did not
     * @param made the number of versions that its group makes up to here, of which it has seen or made the last
     */
    void ran(@Nullable Object returned, @Nullable Throwable failed, int made) {
        ran = true;
        result = returned;
        failure = failed;
        writes = made;
    }

    int writes() {
        return writes;
    }

    /** Returns whether the step was told the outcome of a run before it was stored. */
    boolean isAnswered() {
        return answered;
    }

    /** Returns the reason why its last run failed; null if it did not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /**
     * Tells the step the outcome of its run before that is stored.
     *
     * @param version the version that it will be, if nobody else is quicker; null where that is not known
     */
    void answerEarly(@Nullable StateVersion version) {
        if (!answered) {
            answered = true;
            answer(version);
        }
    }

    /** Tells the step the outcome of its last run, now that all that it saw is stored. */
    void end(@Nullable StateVersion version) {
        if (!answered) {
            answer(version);
        }
    }

    private void answer(@Nullable StateVersion version) {
        ended.run();
        if (failure == null) {
            step.succeeded(result, version);
        } else {
            step.failed(failure);
        }
    }

    void wasDone(LogEntry found) {
        if (!answered) {
            ended.run();
            step.wasDone(found.result(), found.version());
        }
    }

    void failed(Throwable why) {
        if (done != null) {
            wasDone(done);
        } else if (!answered) {
            ended.run();
            step.failed(why);
        }
    }
}
