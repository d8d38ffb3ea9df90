// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.internal.json.PersistentList;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import dev.trebuchetfx.protocol.internal.json.SharedArray;
import dev.trebuchetfx.protocol.internal.json.SharedObject;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The application of a patch: each operation changes the document that the one before has made.
 *
 * <p>Depth and copies are bounded, since a patch of a few bytes could otherwise make a document of any depth or size.
 */
final class PatchApplication {
    /** The greatest depth of a document after an operation. The reader bounds the depth of documents and patches that are read. */
    static final int MAX_DEPTH = 1_000;

    /** The most values that all {@code copy} operations of one patch may copy together. */
    static final int MAX_COPIED = 100_000;

    private JsonNode document;
    private int copied;

    private PatchApplication(JsonNode document) {
        this.document = document;
    }

    static JsonNode apply(List<PatchOperation> operations, JsonNode document) throws JsonPatchException {
        PatchApplication application = new PatchApplication(document);
        for (int i = 0; i < operations.size(); i++) {
            PatchOperation operation = operations.get(i);
            try {
                application.document = application.after(operation);
            } catch (JsonPatchException e) {
                throw new JsonPatchException(
                        "operation " + (i + 1) + ", " + operation.name() + " " + operation.path() + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return application.document;
    }

    private JsonNode after(PatchOperation operation) throws JsonPatchException {
        return switch (operation) {
            case PatchOperation.Add add -> added(add.path(), add.value());
            case PatchOperation.Remove remove -> removed(remove.path());
            case PatchOperation.Replace replace -> replaced(replace.path(), replace.value());
            case PatchOperation.Move move -> moved(move.from(), move.path());
            case PatchOperation.Copy copy -> {
                JsonNode value = at(copy.from());
                count(value);
                yield added(copy.path(), value);
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
        document = removed(from);
        return added(path, value);
    }

    private JsonNode added(Pointer path, JsonNode value) throws JsonPatchException {
        requireDepth(value, path.depth());
        return edited(path, value, (parent, token) -> {
            if (parent instanceof ArrayNode array) {
                int index = token.equals("-") ? array.size() : indexIn(array, token, array.size());
                return new SharedArray(items(array).plus(index, value));
            }
            return SharedObject.changed(object(parent, token), token, value);
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
            return SharedObject.changed(object(parent, token), token, null);
        });
    }

    /** A function from the parent of the value to the changed parent. */
    private interface Edit {
        JsonNode of(JsonNode parent, String token) throws JsonPatchException;
    }

    private JsonNode edited(Pointer path, JsonNode whole, Edit edit) throws JsonPatchException {
        return path.depth() == 0 ? whole : edited(document, path.tokens(), 0, edit);
    }

    private static JsonNode edited(JsonNode node, List<String> tokens, int step, Edit edit) throws JsonPatchException {
        String token = tokens.get(step);
        return step == tokens.size() - 1
                ? edit.of(node, token)
                : with(node, token, edited(child(node, token), tokens, step + 1, edit));
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
            throw new JsonPatchException("expected a property \"" + token + "\" but there is none");
        }
        return value;
    }

    /** Returns a copy with another value in place of an existing one. */
    private static JsonNode with(JsonNode node, String token, JsonNode value) throws JsonPatchException {
        return node instanceof ArrayNode array
                ? new SharedArray(items(array).with(indexIn(array, token, array.size() - 1), value))
                : SharedObject.changed(object(node, token), token, value);
    }

    private static ObjectNode object(JsonNode node, String token) throws JsonPatchException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new JsonPatchException(
                "expected an object or an array with \"" + token + "\" but found " + node.getNodeType());
    }

    private static PersistentList<JsonNode> items(ArrayNode array) {
        return SharedArray.of(array).items();
    }

    private static int indexIn(ArrayNode array, String token, int max) throws JsonPatchException {
        int index = Pointer.index(token);
        if (index < 0 || index > max) {
            throw new JsonPatchException("expected an index in an array of " + array.size() + " but found \"" + token
                    + "\"; the largest here is " + max);
        }
        return index;
    }

    private void count(JsonNode value) throws JsonPatchException {
        copied++;
        if (copied > MAX_COPIED) {
            throw new JsonPatchException("a patch must not copy more than " + MAX_COPIED + " values");
        }
        for (JsonNode child : value) {
            count(child);
        }
    }

    private static void requireDepth(JsonNode value, int above) throws JsonPatchException {
        if (above > MAX_DEPTH) {
            throw new JsonPatchException("a document must not be deeper than " + MAX_DEPTH);
        }
        for (JsonNode child : value) {
            requireDepth(child, above + 1);
        }
    }

    private static String brief(JsonNode value) {
        String text = value.isContainer()
                ? value.getNodeType() + " of " + value.size()
                : value.getNodeType() + " " + value.asString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
