// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test method, a stub server and clients of it. Whatever of it a test asks for by a parameter is started
 * then and ended after the test, also where the test fails.
 *
 * <p>Parameters of test methods, of methods such as {@code @BeforeEach} and of constructors can be:
 *
 * <ul>
 *   <li>{@link dev.trebuchetfx.server.StubServer}: the server, running and without actors. Its {@code expose} adds them.
 *   <li>{@link dev.trebuchetfx.server.StubFaults}: the faults of the server.
 *   <li>{@link dev.trebuchetfx.client.TrebuchetClient}: a client that is connected to the server, the same for each parameter.
 *   <li>{@link Clients}: makes more clients.
 *   <li>{@link dev.trebuchetfx.protocol.time.ManualTime}: the clock, with {@code virtualTime} alone.
 *   <li>{@link java.net.URI}: the address of the server, over a socket alone.
 * </ul>
 *
 * <p>Methods with {@link TrebuchetSetup} set up the server and the clients before they start.
 *
 * <p>A test fails that leaves something behind: a call that its server has not answered when it closes, or a method of an actor or a
 * listener of a client that does not return. Each test has its own server, port and clients, so tests may run in parallel.
 *
 * <p>An annotation on a method takes the place of the one on its class.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TrebuchetExtension.class)
public @interface TrebuchetTest {
    /**
     * Returns whether server and clients live in memory, on virtual time and in the test's thread; the default is over a socket on
     * a free port. Whatever a test does is complete when the call returns, as far as no time has to pass, and each run is the same.
     */
    boolean virtualTime() default false;

    /**
     * Returns whether all tests of the annotated class, and of the nested classes in it that have no annotation of their own, share one server
     * with its clients; by default each test has its own.
     */
    boolean perClass() default false;
}
