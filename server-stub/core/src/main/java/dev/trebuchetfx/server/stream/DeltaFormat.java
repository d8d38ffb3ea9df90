// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which way changes travel on a stream. */
enum DeltaFormat {
    /** They don't: states travel. */
    NONE(null),
    /** As the server finds them. */
    JSON_PATCH(StateDeltas.JSON_PATCH),
    /** As the application's own type makes them. */
    APPLICATION(StateDeltas.APPLICATION);

    private final @Nullable String wireName;

    DeltaFormat(@Nullable String wireName) {
        this.wireName = wireName;
    }

    /** Its name in the protocol; null for none. */
    @Nullable
    String wireName() {
        return wireName;
    }

    /**
     * The first one that fits.
     *
     * @param offered what the client can take, best first
     * @param codable whether the state's type has deltas of its own
     */
    static DeltaFormat choose(List<String> offered, boolean codable) {
        for (String name : offered) {
            if (name.equals(JSON_PATCH.wireName)) {
                return JSON_PATCH;
            }
            if (codable && name.equals(APPLICATION.wireName)) {
                return APPLICATION;
            }
        }
        return NONE;
    }
}
