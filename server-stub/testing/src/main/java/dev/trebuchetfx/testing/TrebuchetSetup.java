// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a {@link TrebuchetTest} class that sets up the server or the clients before they start. Its one parameter is a
 * {@link dev.trebuchetfx.server.StubServerBuilder}, or a {@link dev.trebuchetfx.client.TrebuchetClient.Builder}; the latter is called for each
 * client.
 *
 * <p>The method is static where the server starts before there is an instance of the test class: where a constructor or a
 * {@code @BeforeAll} method asks for it, and with {@link TrebuchetTest#perClass}. On virtual time a setup of time, transport or threads has no effect.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TrebuchetSetup {}
