// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.pulse.PulseScheduler;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A way for the test kit to make an actor of a source of its own, which the public API does not offer. */
@FunctionalInterface
public interface ActorMaker {
    /** The maker; the class of the actors installs it when it is initialized. */
    AtomicReference<@Nullable ActorMaker> INSTALLED = new AtomicReference<>();

    /** Makes an actor of {@code source}, which is updated by {@code pulse}. */
    <S> Object make(FeedSource<S> source, PulseScheduler pulse);

    /** Sets the maker. Called once. */
    static void install(ActorMaker maker) {
        INSTALLED.set(maker);
    }
}
