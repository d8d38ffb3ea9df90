// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.posting;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

/**
 * The sending to many connections, so many at a time. Messages of one connection are sent one after the other, and a connection that fails does not
 * keep others from their messages. Safe for use by any thread.
 */
public final class Posts {
    private static final Logger LOG = LoggerFactory.getLogger(Posts.class);

    private final GatewayPoster poster;
    private final Executor executor;
    private final int atOnce;
    private final LongAdder sent = new LongAdder();

    /**
     * @param client a client of the gateway's management API that repeats nothing by itself
     * @param executor lends the threads on which messages are sent
     * @param atOnce the most posts of one call of {@link #deliver} at a time, 1 or more
     */
    public Posts(ApiGatewayManagementApiClient client, TimeSource time, Executor executor, int atOnce) {
        this.poster = new GatewayPoster(client, time);
        this.executor = executor;
        this.atOnce = atOnce;
    }

    /** Returns the number of messages that the gateway has taken since this object was made. */
    public long sent() {
        return sent.sum();
    }

    /**
     * Sends all that is to be delivered, and blocks until that is done or the time is over.
     *
     * @return the outcome of each, in the same order
     */
    public List<PostOutcome> deliver(List<Posting> deliveries, FunctionDeadline deadline) {
        AtomicReferenceArray<PostOutcome> outcomes = new AtomicReferenceArray<>(deliveries.size());
        AtomicInteger next = new AtomicInteger();
        int workers = Math.min(atOnce, deliveries.size());
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < deliveries.size(); i = next.getAndIncrement()) {
                outcomes.set(i, deliver(deliveries.get(i), deadline));
            }
        };
        if (workers <= 1) {
            work.run();
        } else {
            CountDownLatch ended = new CountDownLatch(workers);
            for (int i = 0; i < workers; i++) {
                executor.execute(() -> {
                    try {
                        work.run();
                    } finally {
                        ended.countDown();
                    }
                });
            }
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return IntStream.range(0, deliveries.size())
                .mapToObj(i -> {
                    PostOutcome outcome = outcomes.get(i);
                    return outcome == null ? PostOutcome.LATE : outcome;
                })
                .toList();
    }

    /**
     * Closes a connection that takes no more, so that its client comes back and resumes.
     *
     * @return whether it is closed
     */
    public boolean close(String connectionId, FunctionDeadline deadline) {
        try {
            return poster.close(connectionId, deadline);
        } catch (RuntimeException e) {
            LOG.warn("A connection could not be closed", e);
            return false;
        }
    }

    private PostOutcome deliver(Posting delivery, FunctionDeadline deadline) {
        try {
            for (Bytes message : delivery.messages()) {
                if (deadline.isOver()) {
                    return PostOutcome.LATE;
                }
                PostOutcome outcome = poster.post(delivery.connectionId(), message, delivery.isBehind(), deadline);
                if (outcome != PostOutcome.SENT) {
                    return outcome;
                }
                sent.increment();
            }
            return PostOutcome.SENT;
        } catch (RuntimeException e) {
            LOG.warn("A message could not be sent", e);
            return PostOutcome.FAILED;
        }
    }
}
