// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a command that observes a stream is over, and whether what was asked for has happened. The first reason counts. Safe for use by
 * any thread.
 */
final class Ending {
    private final CompletableFuture<Optional<String>> failure = new CompletableFuture<>();
    private volatile boolean answered;
    private volatile @Nullable String cause;

    /** Ends the command: what was asked for has happened. */
    void done() {
        failure.complete(Optional.empty());
    }

    /** Ends the command: what was asked for can't happen any more. */
    void failed(String why) {
        failure.complete(Optional.of(TokenOptions.advised(why)));
    }

    /** Ends the command where the server refuses the client for good. */
    void connection(ConnectionState state) {
        switch (state) {
            case ConnectionState.Reconnecting again -> cause = again.cause();
            case ConnectionState.Offline offline -> failed(offline.cause());
            default -> {}
        }
    }

    /**
     * Ends the command with the stream.
     *
     * @param missing says what of the task was not done yet, or null where all of it was
     */
    void event(StreamEvent<?> event, Supplier<@Nullable String> missing) {
        switch (event) {
            case StreamEvent.Started<?> ignored -> answered();
            case StreamEvent.Resumed<?> ignored -> answered();
            case StreamEvent.Ended<?>(StreamEndReason reason) -> {
                String left = missing.get();
                if (left != null || reason == StreamEndReason.ERROR) {
                    failed("the server ended the stream, " + reason.wireName() + (left == null ? "" : ": " + left));
                } else {
                    done();
                }
            }
            case StreamEvent.Failed<?>(var error) -> failed(String.valueOf(error.getMessage()));
            default -> {}
        }
    }

    /** Ends the command after {@code limit}, well where the server has answered and nothing is missing. */
    void after(Duration limit, Supplier<@Nullable String> missing) {
        CompletableFuture<Void> _ = new CompletableFuture<Void>()
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> {
                    String left = missing.get();
                    String known = cause;
                    if (answered && left == null) {
                        done();
                    } else {
                        failed((answered ? "" : "no stream began; ")
                                + (left == null ? "" : left + "; ")
                                + "the time, " + Texts.duration(limit) + ", is over"
                                + (answered || known == null ? "" : ": " + known));
                    }
                });
    }

    /** Waits for the end and returns why the command has failed, or empty where it is done. */
    Optional<String> await() {
        return failure.join();
    }

    /** Tells that somebody is there, as a stream that begins tells it. */
    void answered() {
        answered = true;
    }

    /** Returns whether the end has come, after waiting for it so long at most. */
    boolean isOverWithin(long millis) {
        return failure.copy()
                .thenApply(why -> true)
                .completeOnTimeout(false, millis, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Returns whether the end has come. */
    boolean isOver() {
        return failure.isDone();
    }
}
