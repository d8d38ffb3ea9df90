// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The way in which a method of an actor interface is called at the server, where its own name and the defaults will not do. See
 * {@link ActorRef#as}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RemoteMethod {
    /** Returns the target identifier: for a Swift server, the mangled name of the method. Empty for the method's own name. */
    String value() default "";

    /** Returns whether the call may be sent again when its connection ends while it is under way. */
    boolean idempotent() default false;

    /** Returns what the call does while there is no connection. */
    WithoutConnection withoutConnection() default WithoutConnection.FAIL;

    /** Returns the longest time to the response in milliseconds, or 0 for the client's default. */
    long timeoutMillis() default 0;

    /** Returns what may travel in place of whole states, for a method that observes. */
    Deltas deltas() default Deltas.NONE;

    /**
     * Returns which updates the server shall send, for a method that observes, in the language of {@link StreamFilter#parse}. Empty for all
     * updates.
     */
    String filter() default "";

    /**
     * Returns the number of events that the queue of a method that observes holds, so that every update is delivered; see
     * {@link Delivery.Every}. 0 for the newest state alone, {@link Delivery.Latest}.
     */
    int everyUpdate() default 0;
}
