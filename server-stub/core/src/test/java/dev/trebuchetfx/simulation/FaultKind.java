// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import java.util.Locale;

/** What can go wrong, and what is done on purpose. */
enum FaultKind {
    CUT,
    HALF_OPEN_TO_CLIENT,
    HALF_OPEN_TO_SERVER,
    DEAD_BOTH_WAYS,
    LATE_END,
    REFUSED_CONNECT,
    UNAVAILABLE,
    BLACK_HOLE,
    HEADERS_SWALLOWED,
    MESSAGE_DROPPED,
    UPDATE_DUPLICATED,
    UPDATE_DELAYED,
    MESSAGE_SWAPPED,
    LINE_REPLACED,
    SERVER_DROP,
    SERVER_EXPIRE,
    SERVER_CUT,
    SERVER_KILLED,
    SERVER_CLOSED,
    SERVER_OUTAGE,
    STORE_UNREACHABLE,
    WRITE_LOST,
    ANSWER_LOST,
    CHANGES_LOST,
    OUTSIDE_EDIT,
    OUTSIDE_REPLACEMENT,
    CLOCK_JUMP,
    SLOW_SUBSCRIBER,
    BURST,
    LONG_SILENCE,
    STREAM_CLOSED,
    CLIENT_CLOSED,
    CLIENT_KILLED,
    RECONNECT_NOW,
    TOKEN_EXPIRED,
    TOKEN_REFUSED,
    TOKEN_UNAVAILABLE,
    PRINCIPAL_CHANGED;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
