// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * A JSON Pointer in which a step {@code *} stands for any key or index: {@code /todos/*}{@code /title}.
 *
 * @param steps unescaped
 */
record PathPattern(List<String> steps) {
    PathPattern {
        steps = List.copyOf(steps);
    }

    /** Throws {@link IllegalArgumentException}, with what is expected, for what is no pointer. */
    static PathPattern of(String text) {
        if (!text.isEmpty() && !text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "expected a JSON Pointer such as /user/email or /todos/*/title but found '" + text + "'");
        }
        return new PathPattern(stepsOf(text));
    }

    /** The steps of a pointer; none for the whole document. */
    static List<String> stepsOf(String pointer) {
        List<String> steps = new ArrayList<>();
        if (pointer.isEmpty()) {
            return steps;
        }
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private static boolean matches(String wanted, String step) {
        return "*".equals(wanted) || wanted.equals(step);
    }

    /** How many of the first steps are those of {@code path}; all that the shorter of both has, or -1 where one differs. */
    int overlap(List<String> path) {
        int common = Math.min(steps.size(), path.size());
        for (int i = 0; i < common; i++) {
            if (!matches(steps.get(i), path.get(i))) {
                return -1;
            }
        }
        return common;
    }

    boolean matchesStep(int depth, String step) {
        return matches(steps.get(depth), step);
    }
}
