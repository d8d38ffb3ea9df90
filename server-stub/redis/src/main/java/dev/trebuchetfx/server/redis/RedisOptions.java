// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.cli.StoreOptionValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a store, read from its address and its options. An option may also stand in the address, behind a question mark.
 *
 * @param address the address of the database, with the password
 * @param prefix the beginning of all keys
 * @param partitions the number of partitions, 1 or more; null for the one that the database has, or else the default
 * @param replicas the number of replicas that must have a write before it counts; 0 to wait for none
 * @param waitLimit the longest wait for the replicas
 * @param poolSize the most connections for reading and writing to one server, 1 or more
 * @param connectTimeout the longest wait for a connection
 * @param commandTimeout the longest wait for an answer, beside the wait for replicas
 * @param certificates the file of the certificates that are trusted, in PEM; null for those that Java trusts
 */
record RedisOptions(
        RedisAddress address,
        String prefix,
        @Nullable Integer partitions,
        int replicas,
        Duration waitLimit,
        int poolSize,
        Duration connectTimeout,
        Duration commandTimeout,
        @Nullable Path certificates) {
    /** More partitions than this are a connection each in a cluster, and a key each in every wait for changes. */
    static final int MAX_PARTITIONS = 1_024;

    private static final Pattern PREFIX = Pattern.compile("[^{}:\\p{Cntrl}]{1,100}");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Set<String> KNOWN = Set.of(
            "ca-file",
            "command-timeout",
            "connect-timeout",
            "key-prefix",
            "partitions",
            "password-file",
            "pool-size",
            "wait",
            "waitMillis");

    /**
     * Reads the settings.
     *
     * @param environment returns the value of a variable of the environment, of which REDIS_PASSWORD counts; null where there is none
     * @throws IllegalArgumentException if one can't be used; the message says why, without secrets
     */
    static RedisOptions read(String text, Map<String, String> given, UnaryOperator<@Nullable String> environment) {
        RedisAddress address = RedisAddress.parse(text);
        Map<String, String> options = new LinkedHashMap<>(address.parameters());
        options.putAll(given);
        // It makes tables in other databases; here there is nothing to make beforehand.
        options.remove("create-schema");
        StoreOptionValues values = new StoreOptionValues("Redis", KNOWN, options);
        String prefix = values.text("key-prefix", "trebuchet");
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("the option key-prefix must have 1 to 100 characters without {, } and :,"
                    + " but was '" + prefix + "'");
        }
        String password = values.password();
        String ca = values.text("ca-file");
        Integer partitions = values.number("partitions", 1, MAX_PARTITIONS);
        Integer replicas = values.number("wait", 0, 100);
        Integer millis = values.number("waitMillis", 1, 60_000);
        Integer pool = values.number("pool-size", 1, 999);
        return new RedisOptions(
                address.withPassword(password == null ? environment.apply("REDIS_PASSWORD") : password),
                prefix,
                partitions,
                replicas == null ? 0 : replicas,
                Duration.ofMillis(millis == null ? 1_000 : millis),
                pool == null ? 8 : pool,
                values.duration("connect-timeout", Duration.ofSeconds(2), SHORTEST, LONGEST),
                values.duration("command-timeout", Duration.ofSeconds(2), SHORTEST, LONGEST),
                ca == null ? null : certificates(ca));
    }

    /** Returns the longest wait for an answer, with the wait for replicas. */
    Duration answerTimeout() {
        return replicas == 0 ? commandTimeout : commandTimeout.plus(waitLimit);
    }

    private static Path certificates(String file) {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(
                    "the option ca-file must name a readable file of certificates, but was '" + file + "'");
        }
        return path;
    }
}
