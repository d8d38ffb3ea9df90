// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.WithoutConnection;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how a method of an actor interface is called at the server, where its own name and the defaults will not do. See
 * {@link ActorRef#as}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RemoteMethod {
    /** The target identifier: for a Swift server, the mangled name of the method. Empty for the method's own name. */
    String value() default "";

    /** Whether the call may be sent again when its connection ends while it is under way. */
    boolean idempotent() default false;

    /** What becomes of the call while there is no connection. */
    WithoutConnection withoutConnection() default WithoutConnection.FAIL;

    /** Milliseconds to the response; 0 for the client's default. */
    long timeoutMillis() default 0;

    /** What may travel instead of whole states, for a method that observes. */
    Deltas deltas() default Deltas.NONE;
}
