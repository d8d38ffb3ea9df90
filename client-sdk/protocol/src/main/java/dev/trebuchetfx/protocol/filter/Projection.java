// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A projection of a state on some of its fields. It copies the fields byte for byte, without a tree.
 *
 * <p>An object keeps the keys that lead to a field. A list keeps its items up to the last that a path may name, so that each stays at its
 * index; an item without a kept field becomes empty, or null. A null is kept wherever a path leads to it or through it. A second
 * projection changes nothing. A state that is neither an object nor a list, or that can't be read, stays as it is.
 */
final class Projection {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Node root = new Node();

    /** A tree of the names in the paths. */
    private static final class Node {
        final Map<String, Node> named = new HashMap<>();

        @Nullable
        Node each;

        boolean whole;

        /** Returns the node of the value under this name; null if nothing of that value is kept. */
        @Nullable
        Node below(String name) {
            Node one = named.get(name);
            return one == null ? each : each == null ? one : merged(one, each);
        }

        static Node merged(Node a, Node b) {
            Node both = new Node();
            both.add(a);
            both.add(b);
            return both;
        }

        private void add(Node other) {
            whole |= other.whole;
            other.named.forEach((name, node) -> named.merge(name, node, Node::merged));
            Node others = other.each;
            if (others != null) {
                each = each == null ? others : merged(each, others);
            }
        }

        /** Returns the highest index that a path names: -1 for none, {@link Integer#MAX_VALUE} if a path names each item. */
        int lastIndex() {
            if (each != null) {
                return Integer.MAX_VALUE;
            }
            return named.keySet().stream()
                    .mapToInt(name -> new StatePath.Segment(name, false).index())
                    .max()
                    .orElse(-1);
        }
    }

    Projection(List<StatePath> paths) {
        for (StatePath path : paths) {
            Node at = root;
            for (StatePath.Segment segment : path.segments()) {
                if (segment.each()) {
                    if (at.each == null) {
                        at.each = new Node();
                    }
                    at = at.each;
                } else {
                    at = at.named.computeIfAbsent(segment.name(), name -> new Node());
                }
            }
            at.whole = true;
        }
    }

    /** Returns the JSON of the fields alone; the same array if nothing can be left out. */
    byte[] of(byte[] json) {
        if (root.whole) {
            return json;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken first = parser.nextToken();
            // The offset is negative if the parser does not read the bytes as UTF-8.
            if (first == null || !first.isStructStart() || start(parser) < 0) {
                return json;
            }
            Copy copy = new Copy(parser, json);
            copy.value(root);
            byte[] kept = copy.out.toByteArray();
            return Arrays.equals(kept, json) ? json : kept;
        } catch (JacksonException e) {
            return json;
        }
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** One pass over one state. */
    private static final class Copy {
        private final JsonParser parser;
        private final byte[] json;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Copy(JsonParser parser, byte[] json) {
            this.parser = parser;
            this.json = json;
        }

        /** Copies the fields of the object or list at the parser's position that {@code node} names. */
        void value(Node node) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(node);
            } else {
                list(node);
            }
        }

        private void object(Node node) {
            out.write('{');
            boolean first = true;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                Node below = node.below(parser.currentName());
                int key = start(parser);
                JsonToken token = parser.nextToken();
                // A null on the way of a path is kept, so that the path leads to as little as in the whole state.
                boolean kept = below != null && (below.whole || token.isStructStart() || token == JsonToken.VALUE_NULL);
                if (below == null || !kept) {
                    parser.skipChildren();
                    continue;
                }
                if (!first) {
                    out.write(',');
                }
                first = false;
                out.write(json, key, text(key) - key);
                out.write(':');
                keep(below, token);
            }
            out.write('}');
        }

        private void list(Node node) {
            out.write('[');
            int last = node.lastIndex();
            int index = 0;
            JsonToken token = parser.nextToken();
            for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == null) {
                    return;
                }
                if (index <= last) {
                    if (index > 0) {
                        out.write(',');
                    }
                    Node below = node.below(Integer.toString(index));
                    if (below == null) {
                        parser.skipChildren();
                        out.writeBytes(NULL);
                    } else {
                        keep(below, token);
                    }
                } else {
                    parser.skipChildren();
                }
                index++;
            }
            out.write(']');
        }

        private void keep(Node node, JsonToken token) {
            if (node.whole) {
                int from = start(parser);
                out.write(json, from, end(token, from) - from);
            } else if (token.isStructStart()) {
                value(node);
            } else {
                out.writeBytes(NULL);
            }
        }

        /** Returns the offset after the value that begins at {@code from}, and leaves the parser on the value's end. */
        private int end(JsonToken token, int from) {
            if (token.isStructStart()) {
                parser.skipChildren();
                return start(parser) + 1;
            }
            if (token == JsonToken.VALUE_STRING) {
                // The parser reads a text only on demand. This makes it notice a text without an end.
                parser.finishToken();
                return text(from);
            }
            return from + parser.getString().length();
        }

        /** Returns the offset after the text whose opening quote is at {@code from}. */
        private int text(int from) {
            int at = from + 1;
            while (json[at] != '"') {
                at += json[at] == '\\' ? 2 : 1;
            }
            return at + 1;
        }
    }
}
