// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import dev.trebuchetfx.client.change.CallArguments;
import dev.trebuchetfx.client.error.PayloadException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a call as they were given, without a way over JSON. */
record GivenArguments(List<@Nullable Object> values) implements CallArguments {
    @Override
    public int size() {
        return values.size();
    }

    @Override
    public <T> T get(int index, Class<T> type) {
        Object value = values.get(index);
        if (!type.isInstance(value)) {
            throw new PayloadException(
                    "Expected argument " + (index + 1) + " to be a " + type.getSimpleName() + " but found "
                            + (value == null ? "null" : "a " + value.getClass().getSimpleName()),
                    null);
        }
        return type.cast(value);
    }
}
