// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.server.internal.persistence.HeldState;
import org.jspecify.annotations.Nullable;

/**
 * A state after a filter, on its way through one stream.
 *
 * @param filtered the state, shared by all streams with that filter
 * @param stored the version of the actor's stored state that it was made of; null where the state is not stored
 */
record Offered(FilteredState filtered, @Nullable HeldState stored) {}
