// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guide's example of a window is the test that is compiled and run here. */
class KitGuideTest {
    @Test
    void theExampleOfTheGuideIsACompiledTest() throws IOException {
        String guide = Files.readString(Path.of("../../docs/testing.md"));
        String source = Files.readString(Path.of("src/test/java/dev/trebuchetfx/example/ShoppingViewTest.java"));
        int begin = source.indexOf("import static");

        assertThat(guide).contains("```java\n" + source.substring(begin).replace("\r\n", "\n") + "```\n");
    }
}
