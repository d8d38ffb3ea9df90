// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class path of the containers as the command line gives it: a folder of jars. */
class RuntimeLibraryTest {
    @Test
    void isUnpackedFromAFolderOfJars(@TempDir Path folder) throws Exception {
        Path jars = Files.createDirectory(folder.resolve("functions"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (jar.getFileName().toString().startsWith("aws-lambda-java-runtime-interface-client")) {
                Files.copy(jar, jars.resolve(jar.getFileName()));
            }
        }
        Path logs = Files.createDirectory(folder.resolve("logs"));

        List<String> arguments = RuntimeLibrary.arguments(jars + File.separator + "*", logs);

        assertThat(arguments).singleElement().satisfies(argument -> assertThat(argument)
                .contains(logs.toAbsolutePath() + File.separator + "libaws-lambda-jni"));
        try (var files = Files.list(logs)) {
            assertThat(files).hasSize(1);
        }
    }
}
