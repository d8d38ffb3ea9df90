// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jars of the processes that the emulator starts, in folders beside the one of this program. */
public final class EmulatorJars {
    /** The property that names a folder with files of class paths, where the program does not run from its jars. */
    private static final String CLASS_PATHS = "trebuchet.emulator.classpaths";

    private EmulatorJars() {}

    /**
     * Returns the class path of containers: the functions of this project with the runtime interface client.
     *
     * @throws IOException if the folder is missing; the message says what to do
     */
    public static String functions() throws IOException {
        return jars("functions");
    }

    /**
     * Returns the class path of DynamoDB Local.
     *
     * @throws IOException if a folder is missing; the message says what to do
     */
    public static String database() throws IOException {
        return jars("dynamodb-local") + File.pathSeparator + functions();
    }

    private static String jars(String folder) throws IOException {
        String classPaths = System.getProperty(CLASS_PATHS);
        if (classPaths != null) {
            return Files.readString(Path.of(classPaths, folder + ".classpath"));
        }
        String program = System.getProperty("jdk.module.path", "");
        Path jars = Path.of(program.isEmpty() ? "." : program).resolveSibling(folder);
        if (!Files.isDirectory(jars)) {
            throw new IOException("expected the folder " + jars + " with the jars of the " + folder
                    + "; ./trebuchet makes it when it builds");
        }
        return jars + File.separator + "*";
    }
}
