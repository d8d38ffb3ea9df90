// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The native part of AWS's runtime client, unpacked before a container begins. Each container would unpack it to one path of the machine,
 * since it has the machine to itself at AWS: here one would load what another is just writing, and crash.
 */
final class RuntimeLibrary {
    /** The property by which the client is told that the library is unpacked. */
    private static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final String NAME = "libaws-lambda-jni.linux-"
            + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";

    private static final String ALL_JARS = File.separator + "*";

    private RuntimeLibrary() {}

    /**
     * Returns the arguments of a JVM by which the client finds the library in a folder, where it is unpacked if it is not there yet. Returns none where
     * the class path has no such library, or where the system needs another kind of it.
     */
    static List<String> arguments(String classPath, Path folder) throws IOException {
        if (Files.exists(Path.of("/etc/alpine-release"))) {
            // It has another C library, for which the client looks by trial.
            return List.of();
        }
        Path library = folder.resolve(NAME).toAbsolutePath();
        if (!Files.exists(library)) {
            try (URLClassLoader loader = new URLClassLoader(urls(classPath), null);
                    InputStream content = loader.getResourceAsStream("jni/" + NAME)) {
                if (content == null) {
                    return List.of();
                }
                // Moved as a whole, since another function's containers may look for it at the same time.
                Path part = Files.createTempFile(folder, NAME, ".part");
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return List.of("-D" + PROPERTY + "=" + library);
    }

    private static URL[] urls(String classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(ALL_JARS)) {
                // The JVM reads it as all jars of the folder, a class loader as a file of that name.
                Path folder = Path.of(entry.substring(0, entry.length() - ALL_JARS.length()));
                try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                    for (Path jar : jars) {
                        urls.add(jar.toUri().toURL());
                    }
                }
            } else {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
