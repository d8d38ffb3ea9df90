// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A stream whose shards a test splits, ends and trims, as the rules of DynamoDB say; its emulator has one shard alone. Lists two shards a
 * page, and gives two records a request. Confined to the test's thread.
 */
final class FakeStreams implements DynamoDbStreamsClient, ShardPositions {
    private static final int PAGE = 2;

    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private final Set<String> expired = new HashSet<>();
    final Map<String, String> positions = new HashMap<>();
    private int sequence = 100;
    private int iterators;
    int refusals;
    int listings;
    /** The shard whose records are refused always. */
    String refused = "";
    /** A flag that is true if each list of shards says that there are more, and begins anew after its end. */
    boolean isEndless;
    /** A flag that is true if each iterator has expired before it is used. */
    boolean isTooLate;
    /** A flag that is true if all that is asked for has been forgotten. */
    boolean isTrimmed;

    private static final class FakeShard {
        private final @Nullable String parent;
        private final List<Record> records = new ArrayList<>();
        private boolean isEnded;
        private int trimmed;

        FakeShard(@Nullable String parent) {
            this.parent = parent;
        }
    }

    void addShard(String id, @Nullable String parent) {
        FakeShard known = parent == null ? null : shards.get(parent);
        if (known != null) {
            known.isEnded = true;
        }
        shards.put(id, new FakeShard(parent));
    }

    /** Ends a shard whose children are not listed yet. */
    void end(String shard) {
        shard(shard).isEnded = true;
    }

    void write(String shard, String actor) {
        write(shard, actor, 100);
    }

    /** Writes a record of so many bytes. */
    void write(String shard, String actor, long bytes) {
        sequence++;
        shard(shard)
                .records
                .add(Record.builder()
                        .dynamodb(record -> record.sequenceNumber(String.valueOf(sequence))
                                .sizeBytes(bytes)
                                .keys(Map.of("actorId", AttributeValue.fromS(actor))))
                        .build());
    }

    /** Writes a record that says nothing. */
    void writeNothing(String shard) {
        shard(shard).records.add(Record.builder().build());
    }

    /** Forgets the oldest records of a shard. */
    void trim(String shard, int count) {
        shard(shard).trimmed = count;
    }

    void forget(String shard) {
        shards.remove(shard);
    }

    /** Makes all iterators too old. */
    void expireIterators() {
        for (int i = 0; i <= iterators; i++) {
            expired.add(String.valueOf(i));
        }
    }

    private FakeShard shard(String id) {
        FakeShard shard = shards.get(id);
        if (shard == null) {
            throw ResourceNotFoundException.builder().message("no shard " + id).build();
        }
        return shard;
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        listings++;
        List<String> ids = List.copyOf(shards.keySet());
        String after = request.exclusiveStartShardId();
        int from = after == null ? 0 : ids.indexOf(after) + 1;
        if (isEndless && from >= ids.size()) {
            from = 0;
        }
        List<Shard> page = ids.subList(from, Math.min(from + PAGE, ids.size())).stream()
                .map(id -> Shard.builder()
                        .shardId(id)
                        .parentShardId(shard(id).parent)
                        .build())
                .toList();
        boolean hasMore = isEndless || from + PAGE < ids.size();
        return DescribeStreamResponse.builder()
                .streamDescription(stream -> stream.streamStatus(StreamStatus.ENABLED)
                        .shards(page)
                        .lastEvaluatedShardId(hasMore ? page.getLast().shardId() : null))
                .build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        FakeShard shard = shard(request.shardId());
        int index = shard.trimmed;
        if (request.shardIteratorType() == ShardIteratorType.AFTER_SEQUENCE_NUMBER) {
            List<String> numbers = shard.records.stream()
                    .map(record -> record.dynamodb().sequenceNumber())
                    .toList();
            index = numbers.indexOf(request.sequenceNumber()) + 1;
            if (index < shard.trimmed) {
                throw TrimmedDataAccessException.builder().message("trimmed").build();
            }
        }
        return GetShardIteratorResponse.builder()
                .shardIterator(iterator(request.shardId(), index))
                .build();
    }

    private String iterator(String shard, int index) {
        iterators++;
        return iterators + " " + index + " " + shard;
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        if (isTrimmed) {
            throw TrimmedDataAccessException.builder().message("trimmed").build();
        }
        if (refusals > 0) {
            refusals--;
            throw LimitExceededException.builder().message("too many readers").build();
        }
        String[] parts = request.shardIterator().split(" ", 3);
        if (refused.equals(parts[2])) {
            throw LimitExceededException.builder().message("too many readers").build();
        }
        if (isTooLate || expired.contains(parts[0])) {
            throw ExpiredIteratorException.builder().message("expired").build();
        }
        FakeShard shard = shard(parts[2]);
        int index = Integer.parseInt(parts[1]);
        if (index < shard.trimmed) {
            throw TrimmedDataAccessException.builder().message("trimmed").build();
        }
        int end = Math.min(index + PAGE, shard.records.size());
        boolean isOver = shard.isEnded && end == shard.records.size();
        return GetRecordsResponse.builder()
                .records(shard.records.subList(index, end))
                .nextShardIterator(isOver ? null : iterator(parts[2], end))
                .build();
    }

    @Override
    public Map<String, String> load(Collection<String> ids) {
        Map<String, String> found = new HashMap<>(positions);
        found.keySet().retainAll(ids);
        return found;
    }

    @Override
    public void save(Map<String, String> moved) {
        positions.putAll(moved);
    }

    @Override
    public String serviceName() {
        return "streams";
    }

    @Override
    public void close() {}
}
