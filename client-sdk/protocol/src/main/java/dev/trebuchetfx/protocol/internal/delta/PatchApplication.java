// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.internal.json.PersistentList;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import dev.trebuchetfx.protocol.internal.json.SharedArray;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The application of a patch: each operation changes the document that the one before has made.
 *
 * <p>Depth and copies are bounded, since a patch of a few bytes could otherwise make a document of any depth or size. The time is linear in
 * the patch, the objects that it changes and the bytes that it copies.
 */
@SuppressWarnings("ReferenceEquality") // A part that was changed in place is the same object.
final class PatchApplication {
    /** The greatest depth of a document after an operation: the one up to which documents and patches are read. */
    static final int MAX_DEPTH = 500;

    /**
     * The most bytes of JSON that all operations of one patch may copy together. A {@code move} to a deeper place counts too, since its
     * value must be searched for its depth.
     */
    static final long MAX_COPIED_BYTES = 64L << 20;

    /** The most characters of a path that an error shows. */
    private static final int SHOWN_PATH = 200;

    private final OpenObjects objects = new OpenObjects();
    private JsonNode document;
    private long copied;

    private PatchApplication(JsonNode document) {
        this.document = document;
    }

    /**
     * The result of a patch.
     *
     * @param document the document after all operations
     * @param copiedBytes the bytes of JSON by which copies may have made it larger
     */
    record Result(JsonNode document, long copiedBytes) {}

    static Result apply(List<PatchOperation> operations, JsonNode document) throws JsonPatchException {
        PatchApplication application = new PatchApplication(document);
        for (int i = 0; i < operations.size(); i++) {
            PatchOperation operation = operations.get(i);
            try {
                application.document = application.after(operation);
            } catch (JsonPatchException e) {
                throw new JsonPatchException(
                        "operation " + (i + 1) + ", " + operation.name() + " "
                                + brief(operation.path().toString(), SHOWN_PATH) + ": " + e.getMessage(),
                        e);
            }
        }
        return new Result(application.document, application.copied);
    }

    private JsonNode after(PatchOperation operation) throws JsonPatchException {
        return switch (operation) {
            case PatchOperation.Add add -> added(add.path(), add.value());
            case PatchOperation.Remove remove -> removed(remove.path());
            case PatchOperation.Replace replace -> replaced(replace.path(), replace.value());
            case PatchOperation.Move move -> moved(move.from(), move.path());
            case PatchOperation.Copy copy -> {
                JsonNode value = at(copy.from());
                copied(value, copy.path().depth());
                yield inserted(copy.path(), value);
            }
            case PatchOperation.Test test -> {
                JsonNode found = at(test.path());
                if (!WireEquality.sameValue(found, test.value())) {
                    throw new JsonPatchException("expected " + brief(test.value()) + " but found " + brief(found));
                }
                yield document;
            }
        };
    }

    private JsonNode moved(Pointer from, Pointer path) throws JsonPatchException {
        if (from.isAbove(path)) {
            throw new JsonPatchException("a value can't be moved into itself, from " + from);
        }
        JsonNode value = at(from);
        if (from.equals(path)) {
            return document;
        }
        if (path.depth() > from.depth()) {
            copied(value, path.depth());
        }
        document = removed(from);
        return inserted(path, value);
    }

    private JsonNode added(Pointer path, JsonNode value) throws JsonPatchException {
        requireDepth(value, path.depth());
        return inserted(path, value);
    }

    private JsonNode inserted(Pointer path, JsonNode value) throws JsonPatchException {
        return edited(path, value, (parent, token) -> {
            if (parent instanceof ArrayNode array) {
                int index = token.equals("-") ? array.size() : indexIn(array, token, array.size());
                return new SharedArray(items(array).plus(index, value));
            }
            return objects.changed(object(parent, token), token, value);
        });
    }

    private JsonNode replaced(Pointer path, JsonNode value) throws JsonPatchException {
        requireDepth(value, path.depth());
        return edited(path, value, (parent, token) -> {
            child(parent, token);
            return with(parent, token, value);
        });
    }

    private JsonNode removed(Pointer path) throws JsonPatchException {
        if (path.depth() == 0) {
            throw new JsonPatchException("the whole document can't be removed; replace it");
        }
        return edited(path, document, (parent, token) -> {
            if (parent instanceof ArrayNode array) {
                return new SharedArray(items(array).minus(indexIn(array, token, array.size() - 1)));
            }
            child(parent, token);
            return objects.changed(object(parent, token), token, null);
        });
    }

    /** A function from the parent of the value to the changed parent. */
    private interface Edit {
        JsonNode of(JsonNode parent, String token) throws JsonPatchException;
    }

    private JsonNode edited(Pointer path, JsonNode whole, Edit edit) throws JsonPatchException {
        return path.depth() == 0 ? whole : edited(document, path.tokens(), 0, edit);
    }

    private JsonNode edited(JsonNode node, List<String> tokens, int step, Edit edit) throws JsonPatchException {
        String token = tokens.get(step);
        if (step == tokens.size() - 1) {
            return edit.of(node, token);
        }
        JsonNode before = child(node, token);
        JsonNode after = edited(before, tokens, step + 1, edit);
        return before == after ? node : with(node, token, after);
    }

    private JsonNode at(Pointer path) throws JsonPatchException {
        JsonNode node = document;
        for (String token : path.tokens()) {
            node = child(node, token);
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String token) throws JsonPatchException {
        if (node instanceof ArrayNode array) {
            return array.get(indexIn(array, token, array.size() - 1));
        }
        JsonNode value = object(node, token).get(token);
        if (value == null) {
            throw new JsonPatchException("expected a property \"" + brief(token, 80) + "\" but there is none");
        }
        return value;
    }

    /** Returns a copy with another value in place of an existing one. */
    private JsonNode with(JsonNode node, String token, JsonNode value) throws JsonPatchException {
        return node instanceof ArrayNode array
                ? new SharedArray(items(array).with(indexIn(array, token, array.size() - 1), value))
                : objects.changed(object(node, token), token, value);
    }

    private static ObjectNode object(JsonNode node, String token) throws JsonPatchException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new JsonPatchException(
                "expected an object or an array with \"" + brief(token, 80) + "\" but found " + node.getNodeType());
    }

    private static PersistentList<JsonNode> items(ArrayNode array) {
        return SharedArray.of(array).items();
    }

    private static int indexIn(ArrayNode array, String token, int max) throws JsonPatchException {
        int index = Pointer.index(token);
        if (index < 0 || index > max) {
            throw new JsonPatchException("expected an index in an array of " + array.size() + " but found \""
                    + brief(token, 80) + "\"; the largest here is " + max);
        }
        return index;
    }

    /** Counts the bytes of a value that is copied to a place with so many tokens, and closes its objects. */
    private void copied(JsonNode value, int above) throws JsonPatchException {
        requireDepth(above);
        if (value instanceof ObjectNode object) {
            objects.close(object);
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                count(JsonSize.of(property.getKey()) + 2);
                copied(property.getValue(), above + 1);
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                count(1);
                copied(item, above + 1);
            }
        }
        count(value.isContainer() ? 2 : JsonSize.of(value));
    }

    private void count(long bytes) throws JsonPatchException {
        copied += bytes;
        if (copied > MAX_COPIED_BYTES) {
            throw new JsonPatchException("a patch must not copy more than " + MAX_COPIED_BYTES + " bytes");
        }
    }

    private static void requireDepth(int depth) throws JsonPatchException {
        if (depth > MAX_DEPTH) {
            throw new JsonPatchException("a document must not be deeper than " + MAX_DEPTH);
        }
    }

    private static void requireDepth(JsonNode value, int above) throws JsonPatchException {
        requireDepth(above);
        for (JsonNode child : value) {
            requireDepth(child, above + 1);
        }
    }

    private static String brief(JsonNode value) {
        String text = value.isContainer()
                ? value.getNodeType() + " of " + value.size()
                : value.getNodeType() + " " + value.asString();
        return brief(text, 80);
    }

    /** Returns the beginning of a text that a peer has chosen. */
    static String brief(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
