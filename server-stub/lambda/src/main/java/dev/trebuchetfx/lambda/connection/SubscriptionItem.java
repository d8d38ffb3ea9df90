// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import dev.trebuchetfx.lambda.connection.StreamSubscription.Status;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.SavedStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The form of a subscription in the table. */
final class SubscriptionItem {
    static final String CURSOR = "cursor";
    static final String NUMBER = "number";
    static final String STATUS = "status";
    static final String GENERATION = "generation";
    static final String VERSION = "version";

    static final String LEFT_OUT = "leftOut";
    static final String LEFT_OUT_BYTES = "leftOutBytes";

    private static final String FIRST_LIFE = "firstLife";
    private static final String CONNECTION = "connectionId";
    private static final String STREAM = "streamID";
    private static final String ACTOR = "actor";
    private static final String METHOD = "method";
    private static final String FILTER = "filter";
    private static final String FILTERED = "filtered";
    private static final String EXTENSION = "extension";
    private static final String PRINCIPAL = "principal";
    private static final String REQUEST = "request";

    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private SubscriptionItem() {}

    /** Returns the attributes beside the key. */
    static Map<String, AttributeValue> write(StreamSubscription subscription) {
        SavedStream stream = subscription.stream();
        StreamResumeEnvelope resume = stream.resume();
        Map<String, AttributeValue> item = new HashMap<>(position(subscription));
        item.put(CONNECTION, AttributeValue.fromS(subscription.connectionId()));
        item.put(STREAM, AttributeValue.fromS(subscription.streamId().toString()));
        item.put(ACTOR, AttributeValue.fromS(stream.actor()));
        item.put(METHOD, AttributeValue.fromS(resume.targetIdentifier()));
        item.put(PRINCIPAL, AttributeValue.fromS(subscription.principal()));
        item.put(EXTENSION, AttributeValue.fromBool(stream.extension()));
        item.put(FILTERED, AttributeValue.fromBool(stream.isFiltered()));
        item.put(REQUEST, AttributeValue.fromS(new String(CODEC.encode(resume).unsafeArray(), StandardCharsets.UTF_8)));
        StreamFilter filter = resume.ext() == null ? null : resume.ext().streamFilter();
        if (filter != null) {
            // For people who read the table.
            item.put(FILTER, AttributeValue.fromS(filter.text()));
        }
        item.put(
                ConnectionItems.TTL,
                AttributeValue.fromN(Long.toString(subscription.expiresAt().getEpochSecond())));
        return item;
    }

    /** Returns the attributes that a broadcast changes. */
    static Map<String, AttributeValue> position(StreamSubscription subscription) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(CURSOR, AttributeValue.fromS(subscription.cursor()));
        item.put(NUMBER, AttributeValue.fromN(Long.toString(subscription.number())));
        item.put(STATUS, AttributeValue.fromS(subscription.status().name().toLowerCase(Locale.ROOT)));
        LeftOut leftOut = subscription.stream().leftOut();
        item.put(LEFT_OUT, AttributeValue.fromN(Long.toString(leftOut.updates())));
        item.put(LEFT_OUT_BYTES, AttributeValue.fromN(Long.toString(leftOut.bytes())));
        StateVersion version = subscription.stream().version();
        item.put(
                GENERATION,
                version == null
                        ? AttributeValue.fromNul(true)
                        : AttributeValue.fromS(version.generation().toString()));
        item.put(VERSION, AttributeValue.fromN(Long.toString(version == null ? 0 : version.number())));
        String firstLife = subscription.stream().firstLife();
        item.put(FIRST_LIFE, firstLife == null ? AttributeValue.fromNul(true) : AttributeValue.fromS(firstLife));
        return item;
    }

    /** Returns the subscription of an item; null for an item that is none, as somebody else may have put there. */
    static @Nullable StreamSubscription read(Map<String, AttributeValue> item) {
        try {
            if (!(CODEC.decode(Bytes.utf8(text(item, REQUEST))) instanceof StreamResumeEnvelope resume)
                    || resume.ext() == null) {
                return null;
            }
            long version = Long.parseLong(number(item, VERSION));
            StateVersion reached =
                    version == 0 ? null : new StateVersion(UUID.fromString(text(item, GENERATION)), version);
            AttributeValue firstLife = item.get(FIRST_LIFE);
            SavedStream stream = new SavedStream(
                            resume,
                            text(item, ACTOR),
                            isTrue(item, EXTENSION),
                            isTrue(item, FILTERED),
                            new LeftOut(
                                    Long.parseLong(number(item, LEFT_OUT)),
                                    Long.parseLong(number(item, LEFT_OUT_BYTES))),
                            reached,
                            firstLife == null ? null : firstLife.s())
                    .at(Long.parseLong(number(item, NUMBER)), text(item, CURSOR), reached);
            return new StreamSubscription(
                    text(item, CONNECTION),
                    text(item, PRINCIPAL),
                    stream,
                    Status.valueOf(text(item, STATUS).toUpperCase(Locale.ROOT)),
                    Instant.ofEpochSecond(Long.parseLong(number(item, ConnectionItems.TTL))));
        } catch (WireException | RuntimeException malformed) {
            return null;
        }
    }

    private static boolean isTrue(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalArgumentException("expected the text " + name + " but found none");
        }
        return value.s();
    }

    private static String number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalArgumentException("expected the number " + name + " but found none");
        }
        return value.n();
    }
}
