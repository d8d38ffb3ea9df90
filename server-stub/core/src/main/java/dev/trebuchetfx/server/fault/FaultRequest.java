// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A fault as it is asked for by name and parameters. */
public sealed interface FaultRequest {
    /** What can be asked for, in words, for a message or a help text. */
    String ALLOWED = "cut [stream=ID], drop [n=COUNT] [stream=ID], expire [stream=ID]";

    /** The stream that it is narrowed to; null for all. */
    @Nullable
    UUID stream();

    /** Brings it about; gives how many connections, updates or streams it hits. */
    CompletableFuture<Integer> inject(FaultInjector injector);

    record Cut(@Nullable UUID stream) implements FaultRequest {
        @Override
        public CompletableFuture<Integer> inject(FaultInjector injector) {
            return CompletableFuture.completedFuture(injector.cut(stream));
        }
    }

    record Drop(int updates, @Nullable UUID stream) implements FaultRequest {
        @Override
        public CompletableFuture<Integer> inject(FaultInjector injector) {
            injector.drop(updates, stream);
            return CompletableFuture.completedFuture(updates);
        }
    }

    record Expire(@Nullable UUID stream) implements FaultRequest {
        @Override
        public CompletableFuture<Integer> inject(FaultInjector injector) {
            return injector.expire(stream);
        }
    }

    /**
     * Reads a request.
     *
     * @param parameters all of them as text
     * @throws IllegalArgumentException if the kind, a key or a value is not allowed; the message says what is
     */
    static FaultRequest of(String kind, Map<String, String> parameters) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "cut" -> {
                check(kind, parameters, Set.of("stream"));
                yield new Cut(stream(parameters));
            }
            case "drop" -> {
                check(kind, parameters, Set.of("n", "stream"));
                yield new Drop(count(parameters.getOrDefault("n", "1")), stream(parameters));
            }
            case "expire" -> {
                check(kind, parameters, Set.of("stream"));
                yield new Expire(stream(parameters));
            }
            default -> throw new IllegalArgumentException("unknown fault '" + kind + "'; expected one of: " + ALLOWED);
        };
    }

    private static void check(String kind, Map<String, String> parameters, Set<String> allowed) {
        for (String key : parameters.keySet()) {
            if (!allowed.contains(key)) {
                throw new IllegalArgumentException("unknown key '" + key + "' for the fault " + kind + "; expected "
                        + String.join(" or ", new TreeSet<>(allowed)));
            }
        }
    }

    private static @Nullable UUID stream(Map<String, String> parameters) {
        String text = parameters.get("stream");
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("stream must be a stream's id, a UUID, but was '" + text + "'", e);
        }
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is too small.
        }
        throw new IllegalArgumentException("n must be a whole number of at least 1 but was '" + text + "'");
    }
}
