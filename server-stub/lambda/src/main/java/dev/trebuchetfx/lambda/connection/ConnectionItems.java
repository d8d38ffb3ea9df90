// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The keys of the table of connections. */
final class ConnectionItems {
    /** The partition: that of a connection or of an actor. */
    static final String OWNER = "owner";

    /** The place within the partition. */
    static final String ENTRY = "entry";

    /** The time, in seconds since 1970, after which DynamoDB may delete an item. */
    static final String TTL = "ttl";

    /** The entry of a connection itself. */
    static final String CONNECTION = "connection";

    /** The begin of the entries that name the streams of a connection. */
    static final String STREAM = "stream:";

    /** The entry of the position of an actor's broadcasts, which comes before all subscriptions. */
    static final String POSITION = "!position";

    private ConnectionItems() {}

    static String ofConnection(String connectionId) {
        return "connection:" + connectionId;
    }

    static String ofActor(String actor) {
        return "actor:" + actor;
    }

    /** Returns the entry of a subscription among those of its actor. */
    static String subscription(String connectionId, UUID streamId) {
        return connectionId + " " + streamId;
    }

    /** Returns the entry of an item, which is part of its key. */
    static String entry(Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(ENTRY), "an item has its key").s();
    }

    static Map<String, AttributeValue> key(String owner, String entry) {
        return Map.of(OWNER, AttributeValue.fromS(owner), ENTRY, AttributeValue.fromS(entry));
    }
}
