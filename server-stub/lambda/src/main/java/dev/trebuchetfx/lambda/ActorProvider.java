// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import dev.trebuchetfx.server.Authorizer;
import org.jspecify.annotations.Nullable;

/**
 * Names the actors of an application to the functions. It has a public constructor without parameters; the functions find it by the environment
 * variable {@code TREBUCHET_ACTORS}, which has its class name, or by {@link java.util.ServiceLoader}.
 */
public interface ActorProvider {
    /** Names the actors. Called once in a container, before its first event. */
    void expose(ActorFactories actors);

    /**
     * Returns who decides which principal may call and observe what; null where everything is allowed. Called once in a container. The principal is the
     * one that the gateway's authorizer named.
     */
    default @Nullable Authorizer authorizer() {
        return null;
    }
}
