// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.change.CallArguments;
import dev.trebuchetfx.client.error.PayloadException;

/** The arguments of a call as they travel, which an edit reads anew for each state. */
record WrittenArguments(ChangePort<?> port, ChangePort.Outgoing call) implements CallArguments {
    @Override
    public int size() {
        return call.arguments().size();
    }

    @Override
    public <T> T get(int index, Class<T> type) {
        T value = port.read(
                "argument " + (index + 1) + " of " + call.targetIdentifier(),
                call.arguments().get(index),
                type);
        if (value == null) {
            throw new PayloadException("argument " + (index + 1) + " of " + call.targetIdentifier()
                    + " is null where a value was expected");
        }
        return value;
    }
}
