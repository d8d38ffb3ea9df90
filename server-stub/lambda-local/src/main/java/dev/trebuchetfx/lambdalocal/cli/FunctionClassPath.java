// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The looking for a class in the class path of containers, without running any of its code. */
final class FunctionClassPath {
    private FunctionClassPath() {}

    /**
     * Returns whether a class is there.
     *
     * @param classPath folders and jars, and folders of jars as {@code FOLDER/*}
     */
    static boolean has(String classPath, String className) throws IOException {
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
