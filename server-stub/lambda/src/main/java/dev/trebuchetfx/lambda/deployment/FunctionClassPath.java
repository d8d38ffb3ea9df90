// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The looking for classes in the class path of functions, without running any of their code. */
public final class FunctionClassPath {
    private FunctionClassPath() {}

    /**
     * Returns the first entry that is no folder and no file, so that a wrong path is not taken for a wrong class; null where all are there.
     *
     * @param classPath folders and jars, and folders of jars as {@code FOLDER/*}, with the system's separator between them
     */
    public static @Nullable String missing(String classPath) {
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            String place = entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry;
            if (!place.isEmpty() && !new File(place).exists()) {
                return entry;
            }
        }
        return null;
    }

    /**
     * Returns whether a class is there. A jar that can't be read has none.
     *
     * @param classPath as for {@link #missing}
     * @throws IOException if the class path can't be looked through
     */
    public static boolean has(String classPath, String className) throws IOException {
        List<URL> places = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith("*")) {
                File[] jars = new File(entry.substring(0, entry.length() - 1))
                        .listFiles((folder, name) -> name.endsWith(".jar") || name.endsWith(".JAR"));
                for (File jar : jars == null ? new File[0] : jars) {
                    places.add(url(jar.toPath()));
                }
            } else if (!entry.isEmpty()) {
                places.add(url(Path.of(entry)));
            }
        }
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), null)) {
            return loader.findResource(className.replace('.', '/') + ".class") != null;
        }
    }

    private static URL url(Path place) throws MalformedURLException {
        return place.toUri().toURL();
    }
}
