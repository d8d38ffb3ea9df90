// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.source;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The mapping from the stream of a table to a function: a shard's records go to the function in order, one batch at a time, and a batch or
 * the rest of it comes again where the function fails. A shard's children follow when it is read to its end. Safe for use by any thread.
 */
public final class TableStreamMapping implements AutoCloseable {
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private static final int BATCH = 100;
    private static final int MOST_ATTEMPTS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(TableStreamMapping.class);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final Duration pause;
    private final Function<Bytes, CompletionStage<Bytes>> function;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    /**
     * Makes a mapping that reads nothing until {@link #start}.
     *
     * @param database the endpoint of DynamoDB Local
     * @param table the name of the table
     * @param pause the time between two reads of a shard that has nothing new
     * @param function takes a batch and returns the function's answer
     */
    public TableStreamMapping(
            URI database, String table, Duration pause, Function<Bytes, CompletionStage<Bytes>> function) {
        this.streamArn = streamArn(database, table);
        this.streams = DynamoDbStreamsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(database)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        this.pause = pause;
        this.function = function;
    }

    private static String streamArn(URI database, String table) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(database)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build()) {
            String arn = client.describeTable(request -> request.tableName(table))
                    .table()
                    .latestStreamArn();
            if (arn == null) {
                throw new IllegalStateException("expected the table " + table + " to have a stream, but it has none");
            }
            return arn;
        }
    }

    /** Begins to read, from the oldest record on. */
    public void start() {
        run("trebuchet-event-source", this::lookForShards);
    }

    /** Returns how many records the function has taken so far. */
    public long deliveredCount() {
        return delivered.get();
    }

    /** Returns how many records were given up, since the function failed on them again and again. */
    public long droppedCount() {
        return dropped.get();
    }

    private void run(String name, Task task) {
        VirtualThreads.named(name).execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                LOG.trace("{} ends", name);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("{} has failed, and what it read is read no more", name, e);
                }
            }
        });
    }

    /** Waits, until the mapping is closed at the longest. */
    private void rest(Duration time) throws InterruptedException {
        if (ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    /** Something that may wait. */
    @FunctionalInterface
    private interface Task {
        void run() throws InterruptedException;
    }

    private void lookForShards() throws InterruptedException {
        while (!closed) {
            List<Shard> shards = shards();
            Set<String> present = new HashSet<>();
            shards.forEach(shard -> present.add(shard.shardId()));
            for (Shard shard : shards) {
                String parent = shard.parentShardId();
                boolean mayBegin = parent == null || done.contains(parent) || !present.contains(parent);
                if (mayBegin && begun.add(shard.shardId())) {
                    run("trebuchet-event-source-" + shard.shardId(), () -> read(shard.shardId()));
                }
            }
            rest(pause.multipliedBy(5));
        }
    }

    private List<Shard> shards() {
        List<Shard> shards = new ArrayList<>();
        String[] last = {null};
        do {
            DescribeStreamResponse page = streams.describeStream(
                    request -> request.streamArn(streamArn).exclusiveStartShardId(last[0]));
            shards.addAll(page.streamDescription().shards());
            last[0] = page.streamDescription().lastEvaluatedShardId();
        } while (last[0] != null);
        return shards;
    }

    private void read(String shard) throws InterruptedException {
        String last = null;
        String iterator = null;
        while (!closed) {
            try {
                String from = iterator == null ? iterator(shard, last) : iterator;
                GetRecordsResponse page = streams.getRecords(
                        request -> request.shardIterator(from).limit(BATCH));
                if (page.hasRecords() && !page.records().isEmpty()) {
                    deliver(page.records());
                    last = sequence(page.records().getLast());
                } else {
                    rest(pause);
                }
                iterator = page.nextShardIterator();
                if (iterator == null) {
                    done.add(shard);
                    return;
                }
            } catch (ResourceNotFoundException e) {
                // The shard is older than the stream keeps, and its children are read without it.
                done.add(shard);
                return;
            } catch (TrimmedDataAccessException e) {
                LOG.debug("The oldest records of {} are gone", shard, e);
                last = null;
                iterator = null;
                rest(pause);
            } catch (SdkException e) {
                // An iterator ends after some minutes, and a database may not answer for a while.
                LOG.debug("{} is read again from where it was", shard, e);
                iterator = null;
                rest(pause);
            }
        }
    }

    /** Returns an iterator behind a record; from the oldest one on where there is none. */
    private String iterator(String shard, @Nullable String last) {
        return streams.getShardIterator(request -> request.streamArn(streamArn)
                        .shardId(shard)
                        .shardIteratorType(
                                last == null ? ShardIteratorType.TRIM_HORIZON : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(last))
                .shardIterator();
    }

    /** Gives the function a batch until it has taken all of it, or has failed too often. */
    private void deliver(List<Record> batch) throws InterruptedException {
        List<Record> left = batch;
        int attempts = 0;
        while (!left.isEmpty() && !closed) {
            int taken = taken(left);
            delivered.addAndGet(taken);
            attempts = taken > 0 ? 1 : attempts + 1;
            left = left.subList(taken, left.size());
            if (attempts == MOST_ATTEMPTS) {
                LOG.warn(
                        "Giving up {} records of {}, since the function has failed {} times",
                        left.size(),
                        streamArn,
                        attempts);
                dropped.addAndGet(left.size());
                return;
            }
            if (!left.isEmpty()) {
                rest(pause.multipliedBy(1L << Math.min(attempts, 6)));
            }
        }
    }

    /** Invokes the function and returns how many records, from the first on, it has taken. */
    private int taken(List<Record> batch) throws InterruptedException {
        Set<String> failed;
        try {
            failed = RecordJson.failures(function.apply(RecordJson.event(batch, streamArn))
                    .toCompletableFuture()
                    .get());
        } catch (ExecutionException e) {
            LOG.debug("The function failed on a batch", e);
            return 0;
        }
        if (failed == null) {
            return 0;
        }
        int first = firstFailed(batch, failed);
        return failed.isEmpty() ? batch.size() : first;
    }

    private static int firstFailed(List<Record> batch, Set<String> failed) {
        for (int i = 0; i < batch.size(); i++) {
            if (failed.contains(sequence(batch.get(i)))) {
                return i;
            }
        }
        // A number that is not in the batch counts as the failure of all of it.
        return 0;
    }

    private static @Nullable String sequence(Record record) {
        return record.dynamodb().sequenceNumber();
    }

    @Override
    public void close() {
        closed = true;
        ended.countDown();
        streams.close();
    }
}
