// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.internal.persistence.StoredStep;
import dev.trebuchetfx.server.store.StateVersion;
import org.jspecify.annotations.Nullable;

/** A step that counts as waiting until it is answered. */
record CountedStep(StoredStep step, Runnable taken) implements StoredStep {
    @Override
    public @Nullable Object run() throws Exception {
        return step.run();
    }

    @Override
    public @Nullable Bytes kept(@Nullable Object result) throws Exception {
        return step.kept(result);
    }

    @Override
    public @Nullable String key() {
        return step.key();
    }

    @Override
    public boolean isRepeated() {
        return step.isRepeated();
    }

    @Override
    public boolean mayRunAgain() {
        return step.mayRunAgain();
    }

    @Override
    public void succeeded(@Nullable Object result, @Nullable StateVersion version) {
        taken.run();
        step.succeeded(result, version);
    }

    @Override
    public void wasDone(@Nullable Bytes kept, StateVersion version) {
        taken.run();
        step.wasDone(kept, version);
    }

    @Override
    public void failed(Throwable why) {
        taken.run();
        step.failed(why);
    }
}
