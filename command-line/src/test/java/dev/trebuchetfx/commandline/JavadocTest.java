// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule for the language of Javadoc: its first sentence has a subject or begins with a verb. */
class JavadocTest {
    private static final Path ROOT = Path.of("..");

    /** The words with which a description begins that leaves its subject to be guessed. */
    private static final Pattern WITHOUT_A_SUBJECT =
            Pattern.compile("/\\*\\*\\s*(?:\\*\\s*)?(?:What|Whether|Where|As|It|How|Who|Which|When)\\b[^\\n]*");

    /** The source folders that are held to the rule. The inspector's inside joins them as it is rewritten. */
    private static final List<String> FOLDERS = List.of(
            "client-sdk/protocol/src/main/java",
            "client-sdk/client/src/main/java",
            "server-stub/core/src/main/java",
            "server-stub/testing/src/main/java",
            "server-stub/postgres/src/main/java",
            "server-stub/redis/src/main/java",
            "server-stub/dynamodb/src/main/java",
            "server-stub/mongodb/src/main/java",
            "server-stub/lambda/src/main/java",
            "server-stub/lambda-local/src/main/java",
            "observable-bindings/src/main/java",
            "observable-bindings/controls/src/main/java",
            "observable-bindings/testing/src/main/java",
            "demo-todo-desktop/src/main/java",
            "benchmarks/src/main/java",
            "command-line/src/main/java",
            "inspector-app/src/main/java/dev/trebuchetfx/inspector/cli",
            "inspector-app/src/main/java/dev/trebuchetfx/inspector/replay",
            "inspector-app/src/main/java/dev/trebuchetfx/inspector/window");

    @Test
    void everyDescriptionSaysItsSubject() throws IOException {
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> violations(file).stream())
                        .toList();
                assertThat(found)
                        .as("descriptions in %s that don't say their subject; begin with a noun or a verb", folder)
                        .isEmpty();
            }
        }
    }

    private static List<String> violations(Path file) {
        try {
            return violations(Files.readString(file)).stream()
                    .map(found -> file.getFileName() + ": " + found)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> violations(String source) {
        return WITHOUT_A_SUBJECT
                .matcher(source)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/** What came last. */", "/**\n     * Whether it is open.\n     */", "/** As above, twice. */"})
    void aDescriptionWithoutASubjectIsFound(String javadoc) {
        assertThat(violations(javadoc)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/** Returns whether it is open. */", "/** A port. */", "/** Items of a list. */"})
    void aDescriptionWithASubjectPasses(String javadoc) {
        assertThat(violations(javadoc)).isEmpty();
    }
}
