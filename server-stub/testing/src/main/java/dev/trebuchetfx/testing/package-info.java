// SPDX-License-Identifier: Apache-2.0
/**
 * A kit for an application's own tests: {@link dev.trebuchetfx.testing.TrebuchetTest} gives a JUnit test a server and clients, over a socket or on
 * virtual time; {@link dev.trebuchetfx.testing.DeltaLaws} checks an application's own deltas;
 * {@link dev.trebuchetfx.testing.ActorStateStoreContract} and
 * {@link dev.trebuchetfx.testing.StateChangeSourceContract} test a store of actors' states. Uses the server and the client through
 * their public types alone.
 */
@NullMarked
package dev.trebuchetfx.testing;

import org.jspecify.annotations.NullMarked;
