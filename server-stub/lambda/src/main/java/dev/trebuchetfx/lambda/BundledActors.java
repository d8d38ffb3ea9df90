// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

/** Names the bundled actors that are stored: {@code todos}, a list {@code todos/NAME} for each name, and {@code counter}. */
public final class BundledActors implements ActorProvider {
    @Override
    public void expose(ActorFactories actors) {
        // They come with the node that runs them.
    }
}
