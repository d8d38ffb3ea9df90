// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a test is written to, and what it is called.
 *
 * @param packageName empty for none
 * @param className a Java name that ends in Test
 * @param sources the folder of the class
 * @param resources the folder of what the class reads; the same where no other is known
 */
public record TestPlace(String packageName, String className, Path sources, Path resources) {
    private static final Pattern NAME = Pattern.compile("([a-z_][a-z0-9_]*\\.)*[A-Z][A-Za-z0-9_]*Test");

    /**
     * Reads the package off a folder below {@code src/test/java}; the resources go to the same place below {@code src/test/resources} then.
     *
     * @param name the class, with its package or without; null to have it named after {@code actor}
     * @throws IllegalArgumentException for what is no name of a test
     */
    public static TestPlace of(Path folder, @Nullable String name, String actor) {
        String full = name == null ? named(actor) : name;
        if (!NAME.matcher(full).matches()) {
            throw new IllegalArgumentException(
                    "expected the name of a test class, such as GapTest or com.example.GapTest, but found '" + full
                            + "'");
        }
        int dot = full.lastIndexOf('.');
        String className = full.substring(dot + 1);
        List<String> steps = new ArrayList<>();
        folder.toAbsolutePath().normalize().forEach(step -> steps.add(step.toString()));
        int root = root(steps);
        String below = root < 0 ? "" : String.join(".", steps.subList(root, steps.size()));
        String packageName = dot < 0 ? below : full.substring(0, dot);
        Path sources = folder;
        if (root >= 0 && below.isEmpty() && !packageName.isEmpty()) {
            sources = folder.resolve(packageName.replace('.', '/'));
        }
        if (root >= 0 && !below.isEmpty() && !below.equals(packageName)) {
            throw new IllegalArgumentException("expected a class of the package " + below + ", whose folder " + folder
                    + " is, but found '" + full + "'");
        }
        Path resources = sources;
        if (root >= 0) {
            Path base = folder.toAbsolutePath().normalize();
            for (int i = root; i < steps.size(); i++) {
                base = Objects.requireNonNull(base.getParent());
            }
            resources = base.resolveSibling("resources").resolve(packageName.replace('.', '/'));
            resources = folder.isAbsolute()
                    ? resources
                    : Path.of("").toAbsolutePath().relativize(resources);
        }
        return new TestPlace(packageName, className, sources, resources);
    }

    /** The number of steps up to and with {@code src/test/java}; -1 where there is none. */
    private static int root(List<String> steps) {
        for (int i = steps.size() - 3; i >= 0; i--) {
            if (steps.get(i).equals("src")
                    && steps.get(i + 1).equals("test")
                    && steps.get(i + 2).equals("java")) {
                return i + 3;
            }
        }
        return -1;
    }

    private static String named(String actor) {
        return camel(actor, true) + "CaptureTest";
    }

    /** A text as a part of a Java name. */
    static String camel(String text, boolean upper) {
        StringBuilder name = new StringBuilder();
        boolean next = upper;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!fits) {
                next = !name.isEmpty() || upper;
            } else {
                name.append(next ? Character.toUpperCase(c) : c);
                next = false;
            }
        }
        return name.isEmpty() || Character.isDigit(name.charAt(0))
                ? (upper ? "Stream" : "stream") + name
                : name.toString();
    }
}
