// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import java.util.Locale;

/** A way in which somebody writes a state and its log by hand. */
enum BareWay {
    /** Two statements and a commit. */
    BARE,
    /** One statement that changes both tables, and commits itself. */
    BARE_SINGLE,
    /** Two statements, the telling of others by NOTIFY, and a commit. */
    BARE_NOTIFY;

    /** Returns the words for figures. */
    String figure() {
        return name().toLowerCase(Locale.ROOT);
    }
}
