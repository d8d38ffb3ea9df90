// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import java.time.Duration;
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
    String ALLOWED = "cut [ms=TIME] [stream=ID], drop [n=COUNT] [stream=ID], expire [stream=ID]";

    /** A day: a fault is for a test, not for ever. */
    long MAX_MILLIS = 86_400_000;

    /** The stream that it is narrowed to; null for all. */
    @Nullable
    UUID stream();

    /** Brings it about; gives how many connections, updates or streams it hits. */
    CompletableFuture<Integer> inject(FaultInjector injector);

    /** Also keeps the clients out for {@code time}, where it is longer than zero. */
    record Cut(Duration time, @Nullable UUID stream) implements FaultRequest {
        @Override
        public CompletableFuture<Integer> inject(FaultInjector injector) {
            return CompletableFuture.completedFuture(injector.cut(time, stream));
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
                check(kind, parameters, Set.of("ms", "stream"));
                yield new Cut(time(parameters), stream(parameters));
            }
            case "drop" -> {
                check(kind, parameters, Set.of("n", "stream"));
                yield new Drop(
                        (int) number("n", parameters.getOrDefault("n", "1"), Integer.MAX_VALUE), stream(parameters));
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

    private static Duration time(Map<String, String> parameters) {
        String text = parameters.get("ms");
        return text == null ? Duration.ZERO : Duration.ofMillis(number("ms", text, MAX_MILLIS));
    }

    private static long number(String key, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is too small.
        }
        throw new IllegalArgumentException(
                key + " must be a whole number from 1 to " + most + " but was '" + text + "'");
    }
}
