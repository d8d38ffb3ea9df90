// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys that one kind of JSON object may have. A reader skips all others. Immutable. */
final class WireShape {
    private final Map<String, WireKey<?>> keysByName;

    private WireShape(Map<String, WireKey<?>> keysByName) {
        this.keysByName = keysByName;
    }

    static WireShape of(WireKey<?>... keys) {
        return new WireShape(
                Arrays.stream(keys).collect(Collectors.toUnmodifiableMap(WireKey::name, Function.identity())));
    }

    @Nullable
    WireKey<?> key(String name) {
        return keysByName.get(name);
    }
}
