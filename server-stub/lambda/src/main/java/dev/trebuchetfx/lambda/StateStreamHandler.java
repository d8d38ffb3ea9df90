// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.trebuchetfx.lambda.event.StateBroadcast;
import dev.trebuchetfx.lambda.posting.FunctionDeadline;
import dev.trebuchetfx.server.store.StateStoreException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The function behind the stream of the table of states: it sends what has changed to all who observe it. A record says no more than which actor to look at,
 * so one that comes twice sends nothing twice. Of actors that could not be served the first record is reported, and AWS Lambda sends it and those after it
 * again; the others of the same event are served nevertheless.
 *
 * <p>Safe for use by any thread and for several events at once.
 */
public final class StateStreamHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(StateStreamHandler.class);

    /** The time that a function leaves for its end, before the runtime breaks it off: a post may take some seconds. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final FunctionParts parts;

    /** Makes the function of the environment that AWS Lambda gives it. */
    public StateStreamHandler() {
        this(FunctionRuntime.start(System.getenv()));
    }

    StateStreamHandler(FunctionParts parts) {
        this.parts = parts;
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        URI gateway = parts.settings().connectionsEndpoint();
        if (gateway == null) {
            throw new IllegalStateException("the function needs the address of the gateway's management API, such as"
                    + " https://id.execute-api.region.amazonaws.com/stage; set "
                    + FunctionSettings.CONNECTIONS_ENDPOINT);
        }
        StateBroadcast broadcast = parts.broadcast(gateway);
        FunctionDeadline deadline = FunctionDeadline.in(
                Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN), parts.time());
        // The next event begins with the first record that fails. The others don't wait, since it may fail for ever.
        List<BatchItemFailure> first = new ArrayList<>(1);
        for (Map.Entry<String, String> each : firstRecords(event).entrySet()) {
            boolean isOver = deadline.isOver();
            if ((isOver || !isServed(broadcast, each.getKey(), deadline)) && first.isEmpty()) {
                first.add(new BatchItemFailure(each.getValue()));
            }
            if (isOver) {
                break;
            }
        }
        return new StreamsEventResponse(first);
    }

    private static boolean isServed(StateBroadcast broadcast, String actor, FunctionDeadline deadline) {
        try {
            return broadcast.toAll(actor, deadline).isWhole();
        } catch (StateStoreException | SdkException e) {
            LOG.warn("The changes of an actor could not be sent; they are tried again", e);
            return false;
        } catch (RuntimeException e) {
            // Of this actor alone, as where its log has what nobody can read.
            LOG.error("The changes of an actor could not be made; they are tried again", e);
            return false;
        }
    }

    /** Returns the number of the first record of each actor in the stream, in order. */
    private static Map<String, String> firstRecords(DynamodbEvent event) {
        Map<String, String> first = new LinkedHashMap<>();
        List<DynamodbStreamRecord> records = event.getRecords() == null ? List.of() : event.getRecords();
        for (DynamodbStreamRecord record : records) {
            String actor = record.getDynamodb() == null
                    ? null
                    : text(record.getDynamodb().getKeys());
            if (actor == null) {
                LOG.warn("Ignored a record of the stream that names no actor");
            } else {
                first.putIfAbsent(actor, record.getDynamodb().getSequenceNumber());
            }
        }
        return first;
    }

    private static @Nullable String text(@Nullable Map<String, AttributeValue> keys) {
        AttributeValue actor = keys == null ? null : keys.get("actorId");
        return actor == null ? null : actor.getS();
    }
}
