// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jar of the functions as the build of this project makes it, wherever the command is called. */
final class FunctionsJar {
    private static final Path BUILT = Path.of("server-stub", "lambda", "target", "trebuchet-functions.jar");

    private FunctionsJar() {}

    /** Returns the jar of the installation that runs; that of the folder in which the command is called where it is not installed. */
    static Path standard() {
        return beside(System.getProperty("jdk.module.path", ""));
    }

    /**
     * Returns the jar of an installation, whether it is built or not.
     *
     * @param program the folder with the jars of the program, {@code command-line/target/app} of the installation; empty for none
     */
    static Path beside(String program) {
        if (!program.isEmpty()) {
            for (Path folder = Path.of(program).toAbsolutePath().getParent();
                    folder != null;
                    folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("server-stub").resolve("lambda"))) {
                    return folder.resolve(BUILT);
                }
            }
        }
        return BUILT;
    }
}
