// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** States with lists of items, and edits of them: inserts, removals, moves, changes, damaged ids, nulls, numbers at their limits. */
public final class RandomStates {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "", "a", "Milch", "naïve", "日本語", "😀", "a/b~c", "~1", "\u0000\n\"\\", "\u2028", "null", "0", "A\u030a", "é"
    };
    private static final String[] NAMES = {"title", "done", "order", "a/b", "~", "", "😀", "id", "items", "note"};

    private final Random random;
    private int nextId;

    public RandomStates(Random random) {
        this.random = random;
    }

    /** A state as it comes from the wire. */
    public JsonNode state() {
        return asRead(random.nextInt(20) == 0 ? value(0) : object(0, true));
    }

    /** The state after a few edits, as it comes from the wire. */
    public JsonNode edited(JsonNode state) {
        JsonNode copy = state.deepCopy();
        JsonNode root = plain(copy);
        int edits = random.nextInt(6);
        for (int i = 0; i < edits; i++) {
            root = edit(root);
        }
        return asRead(root);
    }

    private JsonNode edit(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        if (containers.isEmpty() || random.nextInt(60) == 0) {
            return object(0, true);
        }
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        if (chosen instanceof ArrayNode array) {
            editArray(array);
        } else if (chosen instanceof ObjectNode object) {
            editObject(object);
        }
        return root;
    }

    private void editArray(ArrayNode array) {
        int size = array.size();
        switch (random.nextInt(size == 0 ? 1 : 8)) {
            case 0, 1 -> array.insert(random.nextInt(size + 1), item(1));
            case 2 -> array.remove(random.nextInt(size));
            case 3, 4 -> {
                JsonNode moved = array.remove(random.nextInt(size));
                array.insert(random.nextInt(array.size() + 1), moved);
            }
            case 5 ->
                array.set(random.nextInt(size), array.get(random.nextInt(size)).deepCopy());
            case 6 -> {
                List<JsonNode> all = new ArrayList<>();
                array.forEach(all::add);
                java.util.Collections.shuffle(all, random);
                array.removeAll();
                all.forEach(array::add);
            }
            default -> array.set(random.nextInt(size), item(1));
        }
    }

    private void editObject(ObjectNode object) {
        List<String> names = new ArrayList<>(object.propertyNames());
        if (names.isEmpty() || random.nextInt(4) == 0) {
            object.set(name(), value(2));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name(), object.remove(name));
            default -> object.set(name, value(2));
        }
    }

    private ObjectNode object(int depth, boolean withLists) {
        ObjectNode object = NODES.objectNode();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            object.set(name(), value(depth + 1));
        }
        if (withLists) {
            object.set("todos", list(depth + 1));
            if (random.nextBoolean()) {
                object.set("tags", list(depth + 1));
            }
        }
        return object;
    }

    private ArrayNode list(int depth) {
        ArrayNode list = NODES.arrayNode();
        int size = random.nextInt(10) == 0 ? random.nextInt(60) : random.nextInt(8);
        boolean items = random.nextInt(4) != 0;
        for (int i = 0; i < size; i++) {
            list.add(items ? item(depth) : value(depth + 1));
        }
        return list;
    }

    private JsonNode item(int depth) {
        int kind = random.nextInt(30);
        if (kind == 0) {
            return value(depth + 1);
        }
        ObjectNode item = NODES.objectNode();
        if (kind == 1) {
            item.set("id", value(3));
        } else if (kind == 2) {
            item.put("id", random.nextInt(3));
        } else if (kind != 3) {
            item.put("id", nextId++);
        }
        item.put("title", text());
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            item.set(name(), value(depth + 1));
        }
        return item;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.stringNode(text());
            case 3, 4 -> number();
            case 5 -> NODES.numberNode(random.nextInt(4));
            case 6 -> object(depth, false);
            default -> list(depth);
        };
    }

    private JsonNode number() {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.numberNode(Integer.MAX_VALUE);
            case 1 -> NODES.numberNode(Integer.MIN_VALUE);
            case 2 -> NODES.numberNode(Long.MAX_VALUE);
            case 3 -> NODES.numberNode(Long.MIN_VALUE);
            case 4 -> NODES.numberNode(BigInteger.TWO.pow(64));
            case 5 -> NODES.numberNode(BigInteger.TEN.pow(40).negate());
            case 6 -> NODES.numberNode(Double.MAX_VALUE);
            case 7 -> NODES.numberNode(Double.MIN_VALUE);
            case 8 -> NODES.numberNode(-0.0);
            case 9 -> NODES.numberNode(new BigDecimal("1.0"));
            case 10 -> NODES.numberNode(new BigDecimal("1.00"));
            case 11 -> NODES.numberNode(new BigDecimal("1E+400"));
            case 12 -> NODES.numberNode(new BigDecimal("0.1234567890123456789012345678901234567890"));
            case 13 -> NODES.numberNode(0.1f);
            case 14 -> NODES.numberNode(1);
            default -> NODES.numberNode(random.nextGaussian());
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private String name() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    /** A tree that can be changed. */
    private static JsonNode plain(JsonNode tree) {
        if (tree.isObject()) {
            ObjectNode object = NODES.objectNode();
            tree.properties().forEach(property -> object.set(property.getKey(), plain(property.getValue())));
            return object;
        }
        if (tree.isArray()) {
            ArrayNode array = NODES.arrayNode();
            tree.forEach(item -> array.add(plain(item)));
            return array;
        }
        return tree;
    }

    private static JsonNode asRead(JsonNode tree) {
        return JsonTrees.read(JsonTrees.write(tree));
    }
}
