// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Records of a module that is compiled and loaded here, since these tests run on the class path. */
class ClosedPackageTest {
    private static final String WHAT_TO_DO = "add 'opens com.acme to tools.jackson.databind;' to its module-info.java";

    private final PayloadMapper mapper = new PayloadMapper(JsonMapper.builder().build());

    /** Returns the class of a record, in a package that is not exported, of a module with {@code directives}. */
    private static Class<?> load(Path folder, String directives) throws Exception {
        Path source = folder.resolve("com/acme");
        Files.createDirectories(source);
        write(folder.resolve("module-info.java"), "module com.acme.shop { " + directives + " }");
        write(
                source.resolve("Todo.java"),
                "package com.acme; public record Todo(String title, java.util.List<Line> lines) {}");
        write(source.resolve("Line.java"), "package com.acme; public record Line(int amount) {}");
        Path exported = source.resolve("exported");
        Files.createDirectories(exported);
        write(
                exported.resolve("Maker.java"),
                "package com.acme.exported; public final class Maker { public static Object make() {"
                        + " return new com.acme.Todo(\"milk\", java.util.List.of()); } }");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = folder.resolve("classes");
        int result = compiler.run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                folder.resolve("module-info.java").toString(),
                source.resolve("Todo.java").toString(),
                source.resolve("Line.java").toString(),
                exported.resolve("Maker.java").toString());
        assertThat(result).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("com.acme.shop"));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader())
                .findLoader("com.acme.shop")
                .loadClass("com.acme.Todo");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private String read(Class<?> type) {
        Bytes json = Bytes.wrap("{\"title\":\"milk\",\"lines\":[{\"amount\":1}]}".getBytes(StandardCharsets.UTF_8));
        Object state = mapper.read("the state", json, mapper.mapper().constructType(type));
        return String.valueOf(state);
    }

    @Test
    void aStateOfAClosedPackageSaysWhatToOpen(@TempDir Path folder) throws Exception {
        Class<?> type = load(folder, "exports com.acme.exported;");
        assertThatThrownBy(() -> read(type))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("The module com.acme.shop does not open the package of")
                .hasMessageEndingWith(WHAT_TO_DO);
    }

    @Test
    void anArgumentOfAClosedPackageSaysWhatToOpen(@TempDir Path folder) throws Exception {
        Class<?> type = load(folder, "exports com.acme.exported;");
        // The module makes it itself, since nobody else may.
        Object todo = type.getClassLoader()
                .loadClass("com.acme.exported.Maker")
                .getMethod("make")
                .invoke(null);
        assertThatThrownBy(() -> mapper.write("addTodo", todo))
                .isInstanceOf(PayloadException.class)
                .hasMessageEndingWith(WHAT_TO_DO);
    }

    @Test
    void anOpenPackageIsRead(@TempDir Path folder) throws Exception {
        assertThat(read(load(folder, "exports com.acme.exported; opens com.acme;")))
                .isEqualTo("Todo[title=milk, lines=[Line[amount=1]]]");
    }

    @Test
    void aTypeThatIsWrongForAnotherReasonGetsNoHint() {
        assertThatThrownBy(() -> read(Runnable.class))
                .isInstanceOf(PayloadException.class)
                .hasMessageNotContaining("opens");
    }
}
