// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** The programs of the real servers: Redis 6.2 from a jar, and whichever is installed. */
final class RedisPrograms {
    private static final Path EMBEDDED = unpack();

    private RedisPrograms() {}

    private static Path unpack() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "redis-6.2"));
            return ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath()
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the program of Redis 6.2. */
    static Path embedded() {
        return EMBEDDED;
    }

    /** Returns a program of the path, such as {@code redis-server}; nothing where it is not installed. */
    static Optional<Path> installed(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
