// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.source;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of events with records of a stream, and of what a function says of them. */
final class RecordJson {
    private static final JsonMapper JSON = new JsonMapper();

    private RecordJson() {}

    static Bytes event(List<Record> records, String streamArn) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ArrayNode list = event.putArray("Records");
        for (Record record : records) {
            ObjectNode json = list.addObject()
                    .put("eventID", record.eventID())
                    .put("eventName", record.eventNameAsString())
                    .put("eventVersion", record.eventVersion())
                    .put("eventSource", "aws:dynamodb")
                    .put("awsRegion", record.awsRegion())
                    .put("eventSourceARN", streamArn);
            StreamRecord change = record.dynamodb();
            ObjectNode data = json.putObject("dynamodb")
                    .put(
                            "ApproximateCreationDateTime",
                            change.approximateCreationDateTime().getEpochSecond())
                    .put("SequenceNumber", change.sequenceNumber())
                    .put("SizeBytes", change.sizeBytes())
                    .put("StreamViewType", change.streamViewTypeAsString());
            data.set("Keys", attributes(change.keys()));
            if (change.hasNewImage()) {
                data.set("NewImage", attributes(change.newImage()));
            }
            if (change.hasOldImage()) {
                data.set("OldImage", attributes(change.oldImage()));
            }
        }
        return Bytes.wrap(JSON.writeValueAsBytes(event));
    }

    private static ObjectNode attributes(Map<String, AttributeValue> attributes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        attributes.forEach((name, value) -> json.set(name, value(value)));
        return json;
    }

    private static ObjectNode value(AttributeValue value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (value.type()) {
            case S -> json.put("S", value.s());
            case N -> json.put("N", value.n());
            case B -> json.put("B", base64(value.b()));
            case BOOL -> json.put("BOOL", value.bool());
            case NUL -> json.put("NULL", true);
            case M -> json.set("M", attributes(value.m()));
            case L -> {
                ArrayNode list = json.putArray("L");
                value.l().forEach(item -> list.add(value(item)));
            }
            case SS -> value.ss().forEach(json.putArray("SS")::add);
            case NS -> value.ns().forEach(json.putArray("NS")::add);
            case BS -> {
                ArrayNode list = json.putArray("BS");
                value.bs().forEach(bytes -> list.add(base64(bytes)));
            }
            default -> throw new IllegalArgumentException("an attribute of a kind that is not known: " + value.type());
        }
        return json;
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }

    /** Returns the sequence numbers that a function names as failed; null if its answer can't be read, so that all have failed. */
    static @Nullable Set<String> failures(Bytes answer) {
        try {
            JsonNode json = JSON.readTree(answer.unsafeArray());
            Set<String> failed = new HashSet<>();
            for (JsonNode item : json.path("batchItemFailures")) {
                JsonNode id = item.path("itemIdentifier");
                if (!id.isString() || id.stringValue().isEmpty()) {
                    return null;
                }
                failed.add(id.stringValue());
            }
            return failed;
        } catch (RuntimeException e) {
            return null;
        }
    }
}
