// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts JavaFX without a screen for the tests of a class, once in a JVM. {@link FxTesting} works on the FX thread then.
 *
 * <p>A test fails if something was thrown on the FX thread, or if JavaFX logged a warning of a control, a binding or a style sheet, since JavaFX itself would go on. After each
 * test the windows that it left open are closed.
 *
 * <p>The toolkit draws in software and on no screen ({@code glass.platform=Headless}, {@code prism.order=sw}), unless these system
 * properties are set to something else.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(HeadlessFxExtension.class)
public @interface HeadlessFx {}
