// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

/**
 * Something derived from the state: what it shows now, and how that becomes what the newest state gives. Immutable; the
 * property or list that it leads to is held weakly, and changed on the FX thread only.
 */
interface Part<S> {

    /** Returns whether somebody still uses the property or list. */
    boolean isAlive();

    /** The same, on the way to {@code target} from what is applied now. Off the FX thread; may fail as the application's function does. */
    Part<S> toward(ActorSnapshot<S> target);

    /** The same, after what it is on the way to was applied. */
    Part<S> settled();

    /** Applies a change of a list, which tells its listeners before any property does. FX thread. */
    void applyList();

    /** Gives a property its new value without telling anyone. FX thread. */
    void storeValue();

    /** Tells the listeners of a property that was given a new value. FX thread. */
    void tellValue();
}
