// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.delta;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the component, field or getter that tells the items of a list apart, where that is not the property {@code id}. A delta
 * of such a list has one small operation for an item that was added, removed or moved, and for each field that changed.
 *
 * <p>The value must be a text, a number or a truth value in JSON; a list in which two items have the same one is compared by
 * position.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface ItemId {}
