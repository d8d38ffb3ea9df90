// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is real. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path classes;

    @Test
    void theExampleCompiles() throws IOException {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(block.find()).as("the README has a block of Java").isTrue();
        String source = block.group(1);
        var unit = new SimpleJavaFileObject(URI.create("string:///TodoPane.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()),
                        null,
                        List.of(unit))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Matcher link = Pattern.compile("\\]\\(([^)#]+)\\)").matcher(Files.readString(README));
        while (link.find()) {
            assertThat(README.resolveSibling(link.group(1))).exists();
        }
    }
}
