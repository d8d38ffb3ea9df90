// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a message carries, decoded.
 *
 * @param chain how it was decoded, step by step, or why there is nothing
 * @param bytes the innermost content; null where the message carries none
 */
record Payload(String chain, @Nullable Bytes bytes) {

    static Payload of(LogCursor event) {
        if (!event.kind().isFrame()) {
            return new Payload("Not a message: the client noticed this by itself.", null);
        }
        Envelope envelope = event.envelope();
        return envelope == null ? new Payload("the frame as it came", event.body()) : of(envelope);
    }

    private static Payload of(Envelope envelope) {
        return switch (envelope) {
            case StreamDataEnvelope data -> update(data.data());
            case InvocationEnvelope invocation
            when !invocation.arguments().isEmpty() ->
                new Payload(
                        "base64 → " + Texts.count(invocation.arguments().size(), "argument", "arguments"),
                        arguments(invocation.arguments()));
            case ResponseEnvelope response
            when response.errorMessage() != null ->
                new Payload("error message", Bytes.utf8(String.valueOf(response.errorMessage())));
            case ResponseEnvelope response
            when response.result() != null && !response.result().isEmpty() ->
                new Payload("base64 → JSON", response.result());
            case UnknownEnvelope unknown -> new Payload("a type that this version does not know", unknown.raw());
            default -> new Payload("A message of type " + envelope.type() + " carries no payload.", null);
        };
    }

    private static Bytes arguments(List<Bytes> arguments) {
        return Bytes.utf8(arguments.stream().map(Bytes::utf8).collect(Collectors.joining(",", "[", "]")));
    }

    private static Payload update(Bytes data) {
        try {
            JsonNode tree = JsonMapper.shared().readTree(data.unsafeArray());
            JsonNode full = tree.path("isFull");
            JsonNode inner = tree.path("data");
            if (tree.isObject() && tree.size() == 2 && full.isBoolean() && inner.isString()) {
                Bytes decoded = Bytes.wrap(
                        Base64.getDecoder().decode(inner.stringValue().getBytes(StandardCharsets.US_ASCII)));
                return new Payload("base64 → StateDelta, " + what(full.booleanValue(), decoded), decoded);
            }
            return new Payload("base64 → JSON state", data);
        } catch (JacksonException | IllegalArgumentException e) {
            return new Payload("base64 → not JSON, shown as text", data);
        }
    }

    private static String what(boolean full, Bytes decoded) {
        if (full) {
            return "full → base64 → state";
        }
        return StateDeltas.mayBePatch(decoded)
                ? "change → base64 → JSON Patch"
                : "change → base64 → the application's own delta";
    }
}
