// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The news that an actor's state has changed. It may come twice, late, or before one that is older: it is a reason to read the log, never
 * the change itself. A source that leaves news out, since something newer follows, tells no number where a deletion or a first version is
 * among them: numbers count within one life alone.
 *
 * @param actor the name of the actor
 * @param number the number of the version that was stored; null where the news does not say, as after a deletion
 * @param storedAt the time of the change, by the store's clock; null where the news does not say
 */
public record StateChange(
        String actor, @Nullable Long number, @Nullable Instant storedAt) {}
