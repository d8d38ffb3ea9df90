// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.server.internal.persistence.StoredStep;
import dev.trebuchetfx.server.store.StateVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that a stateful actor has asked for itself. Nobody waits for an answer, so a failure is logged. */
record OwnStep(String actor, Runnable task) implements StoredStep {
    private static final Logger LOG = LoggerFactory.getLogger(OwnStep.class);

    @Override
    public @Nullable Object run() {
        task.run();
        return null;
    }

    @Override
    public void succeeded(@Nullable Object result, @Nullable StateVersion version) {
        // Nobody waits for it.
    }

    @Override
    public void wasDone(@Nullable Bytes kept, StateVersion version) {
        // Nobody waits for it.
    }

    @Override
    public void failed(Throwable why) {
        ForeignCode.log(LOG, "Work that the actor '" + actor + "' had asked for failed; nothing of it is stored", why);
    }
}
