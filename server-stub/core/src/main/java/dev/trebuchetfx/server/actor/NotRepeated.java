// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link StatefulActor} that the server calls once for each call of a client, since it has an effect beside its state that must not
 * happen twice. If another server has changed the state meanwhile, nothing is stored and the caller is told so.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NotRepeated {}
