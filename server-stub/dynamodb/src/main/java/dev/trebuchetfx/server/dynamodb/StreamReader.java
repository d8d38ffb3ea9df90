// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.StateStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A reader of all shards of a stream, each from the position that is known or else from its oldest record, and the children of a shard after it.
 * Records may come twice; those of one item come in order. Confined to one thread.
 */
final class StreamReader {
    private static final int RECORDS_AT_ONCE = 1000;

    /** The number of failures in a row of the stream itself after which a position that was noted is given up. */
    private static final int MOST_FAILURES = 5;

    /** The statuses of HTTP from here on are failures of the server. */
    private static final int INTERNAL_FAILURE = 500;

    /** A page has less where the next record would make it more than this. */
    private static final int MAX_PAGE_BYTES = 1 << 20;

    /** The most bytes of a record, which has an item of 400 KiB as it was and as it is. */
    private static final int MAX_RECORD_BYTES = 2 * (400 << 10);

    /** The number of rounds in a row without a record, for reasons that pass, after which something else must be wrong. */
    private static final int MOST_REFUSALS = 50;

    /** The looks for the children of a shard that has ended, after which it is believed to have none. */
    private static final int MOST_LOOKS = 50;

    /** A shard that ends shows that there are others; each so many rounds they are looked for in any case. */
    private static final int ROUNDS_BETWEEN_LOOKS = 150;

    private final DynamoDbStreamsClient client;
    private final String stream;
    private final ShardPositions positions;
    private final Map<String, Progress> shards = new LinkedHashMap<>();
    private int roundsToLook;
    private boolean hasLooked;
    private boolean isStreamNoted;

    StreamReader(DynamoDbStreamsClient client, String stream, ShardPositions positions) {
        this.client = client;
        this.stream = stream;
        this.positions = positions;
    }

    /** The hearer of records. What it throws ends the reading at that record, which is not read then. */
    interface Hearer {
        void record(Record record);

        /** Nobody has noted any position in this stream, though others may have read one before. */
        void begun();

        /** Records have been lost before they were read. */
        void lost(String why);

        /** Called between two requests; news that was heard may be told now. */
        void pause();
    }

    /**
     * The result of a round.
     *
     * @param hasMore whether there is more to be read at once
     * @param isAtEnd whether each shard has been read to its end, so that nothing had been written before this round that was not heard by now. The
     *     stream never says so itself: it is believed where all open shards gave less than a page can have
     */
    record Round(boolean hasMore, boolean isAtEnd) {}

    /** The end of one request for the records of a shard. */
    private enum Page {
        FULL,
        LAST,
        REFUSED
    }

    /** A shard, and how far it has been read. */
    private static final class Progress {
        private final String id;
        private final @Nullable String parent;
        private @Nullable String position;
        private @Nullable String saved;
        /** The position from which this reader is to begin; null once it has begun. */
        private @Nullable String noted;

        private @Nullable String iterator;
        /** The rounds in a row in which the stream refused to give records, for reasons that pass. */
        private int refusals;
        /** The looks for children that found none. */
        private int looks;

        Progress(Shard shard, @Nullable String position) {
            this.id = shard.shardId();
            this.parent = shard.parentShardId();
            this.position = position;
            this.saved = position;
            this.noted = position;
        }

        boolean isRead() {
            return ShardPositions.END.equals(position);
        }
    }

    /** Reads once from each shard that has its turn. */
    Round read(Hearer hearer) {
        if (roundsToLook == 0 || lacksChildren()) {
            lookForShards(hearer);
            roundsToLook = ROUNDS_BETWEEN_LOOKS;
        }
        roundsToLook--;
        boolean hasMore = false;
        boolean isAtEnd = true;
        for (Progress shard : List.copyOf(shards.values())) {
            if (shard.isRead()) {
                continue;
            }
            Page page = Page.REFUSED;
            if (hasTurn(shard)) {
                page = read(shard, hearer);
                hearer.pause();
            }
            hasMore |= page == Page.FULL;
            isAtEnd &= page == Page.LAST;
        }
        if (hasLooked && !isStreamNoted) {
            // After others have been told that it begins.
            positions.save(Map.of(stream, ShardPositions.END));
            isStreamNoted = true;
        }
        return new Round(hasMore, isAtEnd && !lacksChildren());
    }

    /** Returns whether the stream lists no shard yet, or one has ended whose children, which go on with its items, are not listed yet. */
    private boolean lacksChildren() {
        return shards.isEmpty() || childless().stream().anyMatch(shard -> shard.looks < MOST_LOOKS);
    }

    /** Returns the shards that have ended and have no child that is known. */
    private List<Progress> childless() {
        Set<String> parents = new HashSet<>();
        shards.values().forEach(shard -> parents.add(String.valueOf(shard.parent)));
        return shards.values().stream()
                .filter(shard -> shard.isRead() && !parents.contains(shard.id))
                .toList();
    }

    private boolean hasTurn(Progress shard) {
        Progress parent = shard.parent == null ? null : shards.get(shard.parent);
        // A parent that the stream does not list any more has been forgotten with its records.
        return parent == null || parent.isRead();
    }

    private void lookForShards(Hearer hearer) {
        Map<String, Shard> listed = new LinkedHashMap<>();
        String last = null;
        do {
            hearer.pause();
            String from = last;
            DescribeStreamResponse answer =
                    client.describeStream(request -> request.streamArn(stream).exclusiveStartShardId(from));
            StreamDescription found = answer.streamDescription();
            if (found.streamStatus() == StreamStatus.DISABLED || found.streamStatus() == StreamStatus.DISABLING) {
                throw new StateStoreException(
                        "the stream of the table must be enabled but is " + found.streamStatusAsString()
                                + "; start with the option create-schema",
                        null);
            }
            int before = listed.size();
            found.shards().forEach(each -> listed.put(each.shardId(), each));
            last = found.lastEvaluatedShardId();
            if (last != null && listed.size() == before) {
                throw new StateStoreException(
                        "the list of the stream's shards must end but goes on after " + before
                                + " shards without another one; the node tries again by itself",
                        null);
            }
        } while (last != null);
        List<Shard> added = listed.values().stream()
                .filter(each -> !shards.containsKey(each.shardId()))
                .toList();
        List<String> keys = new ArrayList<>(added.stream().map(Shard::shardId).toList());
        keys.add(stream);
        Map<String, String> known = positions.load(keys);
        if (!hasLooked && !added.isEmpty()) {
            hasLooked = true;
            if (known.isEmpty()) {
                hearer.begun();
            }
        }
        added.forEach(each -> {
            String position = known.get(each.shardId());
            boolean isPosition = position == null || ShardPositions.isPosition(position);
            shards.put(each.shardId(), new Progress(each, isPosition ? position : null));
            if (!isPosition) {
                hearer.lost("the note of how far the shard " + each.shardId()
                        + " has been read is none, so that it is read anew");
            }
        });
        shards.values().removeIf(shard -> shard.isRead() && !listed.containsKey(shard.id));
        childless().forEach(shard -> shard.looks++);
    }

    private Page read(Progress shard, Hearer hearer) {
        try {
            GetRecordsResponse answer = records(shard);
            shard.refusals = 0;
            long bytes = 0;
            for (Record each : answer.records()) {
                hearer.record(each);
                StreamRecord change = each.dynamodb();
                if (change != null) {
                    bytes += change.sizeBytes() == null ? 0 : change.sizeBytes();
                    shard.position = change.sequenceNumber() == null ? shard.position : change.sequenceNumber();
                }
            }
            shard.iterator = answer.nextShardIterator();
            shard.noted = null;
            if (shard.iterator == null) {
                shard.position = ShardPositions.END;
                roundsToLook = 0;
                return Page.FULL;
            }
            return answer.records().size() == RECORDS_AT_ONCE || bytes > MAX_PAGE_BYTES - MAX_RECORD_BYTES
                    ? Page.FULL
                    : Page.LAST;
        } catch (TrimmedDataAccessException e) {
            shard.iterator = null;
            if (shard.position == null) {
                // Nobody has read anything of it, so what it forgot is as if no node had run.
                return refused(shard, e);
            }
            shard.position = null;
            hearer.lost("the stream has forgotten what follows the position in the shard " + shard.id);
            return Page.FULL;
        } catch (ResourceNotFoundException e) {
            shard.iterator = null;
            shard.position = ShardPositions.END;
            roundsToLook = 0;
            hearer.lost("the stream has forgotten the shard " + shard.id);
            return Page.FULL;
        } catch (LimitExceededException | ProvisionedThroughputExceededException e) {
            // More readers than the stream bears, for a moment.
            return refused(shard, e);
        } catch (DynamoDbException e) {
            if (shard.position == null || !(isInvalid(e) || isFailure(e, shard))) {
                throw e;
            }
            if (!isInvalid(e) && shard.refusals < MOST_FAILURES) {
                return refused(shard, e);
            }
            shard.refusals = 0;
            shard.iterator = null;
            shard.position = null;
            hearer.lost("the stream has no such position in the shard " + shard.id
                    + " as was noted, so that it is read anew");
            return Page.FULL;
        }
    }

    private static Page refused(Progress shard, DynamoDbException e) {
        shard.refusals++;
        if (shard.refusals > MOST_REFUSALS) {
            throw e;
        }
        return Page.REFUSED;
    }

    /** Returns whether the stream itself fails at a noted position from which nothing has been read: it may be one that it can't bear. */
    private static boolean isFailure(DynamoDbException e, Progress shard) {
        return e.statusCode() >= INTERNAL_FAILURE && Objects.equals(shard.position, shard.noted);
    }

    /** Returns whether the stream refuses a position that somebody has made up. */
    private static boolean isInvalid(DynamoDbException e) {
        return e.awsErrorDetails() != null
                && "ValidationException".equals(e.awsErrorDetails().errorCode());
    }

    private GetRecordsResponse records(Progress shard) {
        boolean isNew = shard.iterator == null;
        String iterator = shard.iterator == null ? iterator(shard) : shard.iterator;
        try {
            return records(iterator);
        } catch (ExpiredIteratorException e) {
            if (isNew) {
                throw e;
            }
            // 15 minutes have passed, as where the machine slept.
            return records(iterator(shard));
        }
    }

    private GetRecordsResponse records(String iterator) {
        return client.getRecords(request -> request.shardIterator(iterator).limit(RECORDS_AT_ONCE));
    }

    private String iterator(Progress shard) {
        String position = shard.position;
        return client.getShardIterator(request -> {
                    request.streamArn(stream).shardId(shard.id);
                    if (position == null) {
                        request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                    } else {
                        request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .sequenceNumber(position);
                    }
                })
                .shardIterator();
    }

    /** Keeps how far this reader has come, once others have been told of all that it has read. */
    void save() {
        Map<String, String> moved = new HashMap<>();
        for (Progress shard : shards.values()) {
            String position = shard.position;
            if (position != null && !position.equals(shard.saved)) {
                moved.put(shard.id, position);
            }
        }
        if (!moved.isEmpty()) {
            positions.save(moved);
            moved.forEach((id, position) -> {
                Progress shard = shards.get(id);
                if (shard != null) {
                    shard.saved = position;
                }
            });
        }
    }
}
