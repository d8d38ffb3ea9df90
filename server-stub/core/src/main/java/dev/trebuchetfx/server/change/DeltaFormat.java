// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.change;

import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which changes travel on a stream. */
public enum DeltaFormat {
    /** No changes travel, but states. */
    NONE(null),
    /** Changes travel as the server finds them. */
    JSON_PATCH(StateDeltas.JSON_PATCH),
    /** Changes travel as the application's own type makes them. */
    APPLICATION(StateDeltas.APPLICATION);

    private final @Nullable String wireName;

    DeltaFormat(@Nullable String wireName) {
        this.wireName = wireName;
    }

    /** Returns its name in the protocol; null for {@link #NONE}. */
    public @Nullable String wireName() {
        return wireName;
    }

    /**
     * Returns the first format that fits; {@link #NONE} where none does.
     *
     * @param offered the formats that the client accepts, best first
     * @param codable whether the state's type has deltas of its own
     */
    public static DeltaFormat choose(List<String> offered, boolean codable) {
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
