// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.posting;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;

/**
 * The posts to single connections. What is throttled or lost is sent again after pauses that are random up to a length which doubles each time. Safe for
 * use by any thread.
 */
final class GatewayPoster {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayPoster.class);

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** The most attempts at one message; with their pauses they take about 10 s. */
    private static final int MAX_ATTEMPTS = 10;

    /** The most attempts where the gateway says that the connection has ended, and also that it has not. */
    private static final int MAX_DOUBTS = 3;

    /** The most attempts to close a connection that takes no more. */
    private static final int MAX_CLOSES = 3;

    private final ApiGatewayManagementApiClient client;
    private final TimeSource time;

    /** @param client a client that repeats nothing by itself */
    GatewayPoster(ApiGatewayManagementApiClient client, TimeSource time) {
        this.client = client;
        this.time = time;
    }

    /**
     * Sends one message. Blocks.
     *
     * @param isBehind whether the connection is to be given up at once where the gateway takes no more for it
     */
    PostOutcome post(String connectionId, Bytes message, boolean isBehind, FunctionDeadline deadline) {
        int doubts = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                client.postToConnection(request ->
                        request.connectionId(connectionId).data(SdkBytes.fromByteArrayUnsafe(message.unsafeArray())));
                return PostOutcome.SENT;
            } catch (GoneException e) {
                // It is said of connections too that are just being made, or that have taken the message.
                if (isGone(connectionId) || ++doubts == MAX_DOUBTS) {
                    return PostOutcome.GONE;
                }
            } catch (PayloadTooLargeException | ForbiddenException e) {
                LOG.warn("The gateway refused a message of {} bytes: {}", message.size(), e.getMessage());
                return PostOutcome.FAILED;
            } catch (LimitExceededException e) {
                if (isBehind || attempt >= MAX_ATTEMPTS) {
                    LOG.warn(
                            "The gateway takes no more for a connection after {} attempts: {}",
                            attempt,
                            e.getMessage());
                    return PostOutcome.FULL;
                }
            } catch (SdkException e) {
                if (attempt >= MAX_ATTEMPTS) {
                    LOG.warn("The gateway took a message not at all after {} attempts: {}", attempt, e.getMessage());
                    return PostOutcome.FAILED;
                }
            }
            if (!pause(attempt, deadline)) {
                return PostOutcome.LATE;
            }
        }
    }

    /**
     * Closes a connection that takes no more, so that its client comes back and resumes. Blocks.
     *
     * @return whether it is closed
     */
    boolean close(String connectionId, FunctionDeadline deadline) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.deleteConnection(request -> request.connectionId(connectionId));
                return true;
            } catch (GoneException e) {
                return true;
            } catch (SdkException e) {
                if (attempt >= MAX_CLOSES || e instanceof ForbiddenException || !pause(attempt, deadline)) {
                    LOG.warn("The gateway did not close a connection after {} attempts: {}", attempt, e.getMessage());
                    return false;
                }
            }
        }
    }

    private boolean isGone(String connectionId) {
        try {
            client.getConnection(request -> request.connectionId(connectionId));
            return false;
        } catch (GoneException e) {
            return true;
        } catch (SdkException e) {
            return false;
        }
    }

    /** Waits before the next attempt; returns false where there is no time for it. */
    private boolean pause(int attempt, FunctionDeadline deadline) {
        long longest = Math.min(FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10), LONGEST_PAUSE_MILLIS);
        Duration pause = Duration.ofMillis(1 + (long) (time.random().nextDouble() * longest));
        if (pause.compareTo(deadline.left()) >= 0) {
            return false;
        }
        CountDownLatch over = new CountDownLatch(1);
        TimeSource.Timer timer = time.schedule(pause, over::countDown);
        try {
            over.await();
            return true;
        } catch (InterruptedException e) {
            timer.cancel();
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
