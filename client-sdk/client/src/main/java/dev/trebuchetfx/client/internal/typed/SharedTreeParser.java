// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.typed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.TreeTraversingParser;

/**
 * A parser that reads a tree as if it were its text. It tells which node an object or array is, and gives fractions as the parser of
 * text does, as doubles unless more is asked for.
 */
final class SharedTreeParser extends TreeTraversingParser {
    private final JsonNode tree;
    private final ObjectReadContext context;
    private final Deque<JsonNode> open = new ArrayDeque<>();

    SharedTreeParser(JsonNode tree, ObjectReadContext context) {
        super(tree, context);
        this.tree = tree;
        this.context = context;
    }

    ObjectReadContext context() {
        return context;
    }

    /** Returns the object or array that begins with the current token; null where none does. */
    @Nullable
    JsonNode beginning() {
        JsonToken token = currentToken();
        return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY ? open.peek() : null;
    }

    @Override
    public @Nullable JsonToken nextToken() {
        JsonToken token = super.nextToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            open.push(begun());
        } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
            open.pop();
        }
        return token;
    }

    @Override
    public JsonParser skipChildren() {
        if (beginning() != null) {
            open.pop();
        }
        return super.skipChildren();
    }

    /** Returns the node that has just begun, which the super class knows but does not tell. */
    private JsonNode begun() {
        JsonNode within = open.peek();
        TokenStreamContext place = streamReadContext().getParent();
        if (within == null || place == null) {
            return tree;
        }
        JsonNode begun = within.isObject() ? within.get(place.currentName()) : within.get(place.getCurrentIndex());
        return Objects.requireNonNull(begun);
    }

    @Override
    public NumberType getNumberType() {
        return currentToken() == JsonToken.VALUE_NUMBER_FLOAT ? NumberType.DOUBLE : super.getNumberType();
    }

    @Override
    public NumberTypeFP getNumberTypeFP() {
        return NumberTypeFP.UNKNOWN;
    }

    @Override
    public Number getNumberValue() {
        return currentToken() == JsonToken.VALUE_NUMBER_FLOAT ? (Number) getDoubleValue() : super.getNumberValue();
    }

    @Override
    public Object getNumberValueDeferred() {
        return currentToken() == JsonToken.VALUE_NUMBER_FLOAT ? exact() : super.getNumberValue();
    }

    @Override
    public double getDoubleValue() {
        return exact().doubleValue();
    }

    @Override
    public float getFloatValue() {
        return exact().floatValue();
    }

    private Number exact() {
        JsonNode node = currentNode();
        return node.isDouble() || !node.isNumber() ? (Number) super.getDoubleValue() : node.decimalValue();
    }
}
