// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes the source of a test class. Confined to one thread. */
final class TestSource {
    private final TestPlace place;
    private final String origin;
    private final List<String> methods = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** {@code origin}: what the test was made of, in words. */
    TestSource(TestPlace place, String origin) {
        this.place = place;
        this.origin = origin;
    }

    /**
     * Adds the test of one stream.
     *
     * @param what a line for people
     * @param expected a Java expression
     */
    void add(String stream, String what, String slice, String expected) {
        String name = TestPlace.camel(stream, false);
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + i;
        }
        methods.add("""

                    /** %s */
                    @Test
                    void %s() throws Exception {
                        try (CaptureReplay replay = CaptureReplay.of(%s.class, "%s");
                                TrebuchetClient client = replay.client().build()) {
                            String shown = replay.shown(replay.observe(client, JsonNode.class));
                            assertEquals(%s, shown);
                        }
                    }
                """.formatted(comment(what), unique, place.className(), slice, expected));
    }

    /** Lines as a text block, to stand in {@link #add}. */
    static String textBlock(List<String> lines) {
        StringBuilder text = new StringBuilder("\"\"\"\n");
        for (String line : lines) {
            text.append("                    ").append(escaped(line)).append('\n');
        }
        return text.append("                    \"\"\"").toString();
    }

    private static String escaped(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c < ' ' ? "\\%03o".formatted((int) c) : String.valueOf(c));
            }
        }
        String safe = text.toString().replace("\"\"\"", "\\\"\\\"\\\"");
        return safe.endsWith(" ") ? safe.substring(0, safe.length() - 1) + "\\s" : safe;
    }

    /** A backslash before a u begins an escape even in a comment, and a star before a slash ends it. */
    private static String comment(String text) {
        return text.replace("\\", "/").replace("*/", "* /").replace("\n", " ");
    }

    @Override
    public String toString() {
        String packageLine = place.packageName().isEmpty() ? "" : "package " + place.packageName() + ";\n\n";
        return packageLine + """
                import static org.junit.jupiter.api.Assertions.assertEquals;

                import dev.trebuchetfx.client.TrebuchetClient;
                import dev.trebuchetfx.inspector.replay.CaptureReplay;
                import org.junit.jupiter.api.Test;
                import tools.jackson.databind.JsonNode;

                /**
                 * Plays the server's side of what was captured to a client, and compares what the client shows.
                 *
                 * <p>Made of %s. The expected lines are the states that the server had and the losses that its messages show; edit them
                 * where something else should be shown.
                 */
                class %s {%s}
                """.formatted(comment(origin), place.className(), String.join("", methods));
    }
}
