// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Patch (RFC 6902). Immutable.
 *
 * @param operations the operations in the order in which they are applied
 */
public record JsonPatch(List<PatchOperation> operations) {
    /** The most operations of a patch. */
    static final int MAX_OPERATIONS = 10_000;

    private static final JsonMapper MAPPER = new JsonMapper();

    public JsonPatch {
        operations = List.copyOf(operations);
    }

    /**
     * Reads a patch from JSON in UTF-8.
     *
     * @throws JsonPatchException if the bytes are not a JSON Patch
     */
    public static JsonPatch parse(Bytes json) throws JsonPatchException {
        JsonNode tree;
        try {
            tree = JsonTrees.read(json);
        } catch (JacksonException e) {
            throw new JsonPatchException("a patch must be JSON: " + e.getOriginalMessage(), e);
        }
        return of(tree);
    }

    /**
     * Reads a patch from a tree.
     *
     * @throws JsonPatchException if the tree is not a JSON Patch, or has too many operations
     */
    public static JsonPatch of(JsonNode tree) throws JsonPatchException {
        if (!tree.isArray()) {
            throw new JsonPatchException("a patch must be an array of operations but was " + tree.getNodeType());
        }
        if (tree.size() > MAX_OPERATIONS) {
            throw new JsonPatchException(
                    "a patch must not have more than " + MAX_OPERATIONS + " operations but had " + tree.size());
        }
        List<PatchOperation> operations = new ArrayList<>(tree.size());
        for (JsonNode operation : tree) {
            String where = "operation " + (operations.size() + 1);
            try {
                operations.add(operation(operation));
            } catch (JsonPatchException | IllegalArgumentException e) {
                throw new JsonPatchException(where + ": " + PatchApplication.brief(ForeignCode.describe(e), 400), e);
            }
        }
        return new JsonPatch(operations);
    }

    /**
     * Returns the document after all operations. It shares its unchanged nodes with {@code document}, which itself does not change, even if
     * the patch fails.
     *
     * @throws JsonPatchException if an operation does not fit the document, or exceeds a limit, or the document would be larger than a state may be
     */
    public JsonNode applyTo(JsonNode document) throws JsonPatchException {
        JsonNode after = applied(document).document();
        StateValue.requireBearable(JsonSize.of(after));
        return after;
    }

    /** Applies the patch as {@link #applyTo} does, and tells what it copied. */
    PatchApplication.Result applied(JsonNode document) throws JsonPatchException {
        return PatchApplication.apply(operations, document);
    }

    /** Returns the patch as JSON in UTF-8. */
    public Bytes encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * operations.size() + 2);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            generator.writeStartArray();
            for (PatchOperation operation : operations) {
                write(operation, generator);
            }
            generator.writeEndArray();
        }
        return Bytes.wrap(out.toByteArray());
    }

    private static void write(PatchOperation operation, JsonGenerator generator) {
        generator.writeStartObject();
        generator.writeStringProperty("op", operation.name());
        switch (operation) {
            case PatchOperation.Move move ->
                generator.writeStringProperty("from", move.from().toString());
            case PatchOperation.Copy copy ->
                generator.writeStringProperty("from", copy.from().toString());
            default -> {}
        }
        generator.writeStringProperty("path", operation.path().toString());
        JsonNode value =
                switch (operation) {
                    case PatchOperation.Add add -> add.value();
                    case PatchOperation.Replace replace -> replace.value();
                    case PatchOperation.Test test -> test.value();
                    case PatchOperation.Remove remove -> null;
                    case PatchOperation.Move move -> null;
                    case PatchOperation.Copy copy -> null;
                };
        if (value != null) {
            generator.writeName("value");
            JsonTrees.write(value, generator);
        }
        generator.writeEndObject();
    }

    private static PatchOperation operation(JsonNode tree) throws JsonPatchException {
        String name = text(tree, "op");
        Pointer path = Pointer.parse(text(tree, "path"));
        return switch (name) {
            case "add" -> new PatchOperation.Add(path, value(tree));
            case "remove" -> new PatchOperation.Remove(path);
            case "replace" -> new PatchOperation.Replace(path, value(tree));
            case "move" -> new PatchOperation.Move(from(tree), path);
            case "copy" -> new PatchOperation.Copy(from(tree), path);
            case "test" -> new PatchOperation.Test(path, value(tree));
            default ->
                throw new JsonPatchException("op must be add, remove, replace, move, copy or test but was \""
                        + PatchApplication.brief(name, 80) + "\"");
        };
    }

    private static Pointer from(JsonNode operation) throws JsonPatchException {
        return Pointer.parse(text(operation, "from"));
    }

    private static String text(JsonNode operation, String member) throws JsonPatchException {
        JsonNode text = operation.get(member);
        if (text == null || !text.isString()) {
            throw new JsonPatchException(member + " must be a string but was " + described(text));
        }
        return text.stringValue();
    }

    private static JsonNode value(JsonNode operation) throws JsonPatchException {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw new JsonPatchException("value must be present, null or not, but was missing");
        }
        return value;
    }

    private static String described(@Nullable JsonNode found) {
        return found == null ? "missing" : found.getNodeType().toString();
    }
}
