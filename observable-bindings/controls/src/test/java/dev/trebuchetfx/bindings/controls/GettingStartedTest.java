// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import static dev.trebuchetfx.bindings.testing.FxTesting.awaitValue;
import static dev.trebuchetfx.bindings.testing.FxTesting.call;
import static dev.trebuchetfx.bindings.testing.FxTesting.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application of docs/getting-started.md is compiled as a module, and its window is used against a server. */
@HeadlessFx
@Timeout(120)
@TrebuchetTest
class GettingStartedTest {
    /** A snippet whose first line names its file. */
    private static final Pattern FILE = Pattern.compile("```java\n// (src/main/java/\\S+)\n(.*?)```", Pattern.DOTALL);

    private final Path folder;

    GettingStartedTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors();
    }

    @BeforeEach
    void writeTheFilesOfTheGuide() throws IOException {
        String guide =
                Files.readString(Path.of("../../docs/getting-started.md")).replace("\r\n", "\n");
        Matcher files = FILE.matcher(guide);
        while (files.find()) {
            Path file = folder.resolve(files.group(1));
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, files.group(2));
        }
    }

    private List<String> sources(boolean modular) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("src/main/java"))) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> modular || !file.endsWith("module-info.java"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private Path compile(boolean modular) throws IOException {
        Path classes = folder.resolve(modular ? "modular" : "plain");
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), modular ? "-p" : "-cp"));
        arguments.add(modular ? modulePath() : System.getProperty("java.class.path"));
        arguments.addAll(sources(modular));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, told, told, arguments.toArray(String[]::new));
        assertThat(result).as(() -> told.toString(StandardCharsets.UTF_8)).isZero();
        return classes;
    }

    /** Returns the class path without the test classes, which belong to no module. */
    private static String modulePath() {
        return String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                        .toList());
    }

    @Test
    void theModuleCompiles() throws IOException {
        assertThat(sources(true)).hasSize(3);
        assertThat(compile(true).resolve("module-info.class")).exists();
    }

    @Test
    void itsWindowShowsWhatIsEntered(TrebuchetClient client) throws Exception {
        Path classes = compile(false);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            Constructor<?> constructor =
                    loader.loadClass("com.example.todos.TodoPane").getDeclaredConstructor(TrebuchetClient.class);
            constructor.setAccessible(true);
            Parent pane = call(() -> (Parent) constructor.newInstance(client));
            Themed.LIGHT.show(pane, 480, 600);
            TextField field = call(() -> (TextField) pane.lookup(".text-field"));
            ListView<?> list = call(() -> (ListView<?>) pane.lookup(".list-view"));
            run(() -> {
                field.setText("Buy oat milk");
                field.fireEvent(new ActionEvent());
            });
            awaitValue(Bindings.size(list.getItems()), size -> size != null && size.intValue() == 1);
            String shown = call(() -> list.getItems().getFirst().toString());
            assertThat(shown).contains("Buy oat milk");
            String left = call(() -> field.getText());
            assertThat(left).isEmpty();
        }
    }
}
