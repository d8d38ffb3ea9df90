// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * Holds attempts to connect while it is shut, so that a cut lasts exactly as long as the story wants. A client asks for its
 * token before each attempt, where it may wait. Safe for use by any thread.
 */
final class Gate {
    private volatile @Nullable Phaser shut;

    void shut() {
        shut = new Phaser(1);
    }

    void open() {
        Phaser waiting = shut;
        shut = null;
        if (waiting != null) {
            waiting.forceTermination();
        }
    }

    /** Waits until the gate is open. There is no token. */
    @Nullable
    String pass() {
        Phaser waiting = shut;
        if (waiting != null) {
            waiting.awaitAdvance(waiting.getPhase());
        }
        return null;
    }
}
