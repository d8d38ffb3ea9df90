// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;

/**
 * Which events make up one stream: all server streams of a logical one, or one server stream where no more is known.
 *
 * @param source which of a capture's sources, from 0
 * @param logical the client's number of the logical stream; 0 for a server stream alone
 * @param number the server stream's number in the log, where {@code logical} is 0; otherwise 0
 */
public record StreamSelector(int source, int logical, int number) {

    /** All server streams of a logical one. */
    public static StreamSelector logical(int source, int logical) {
        return new StreamSelector(source, logical, 0);
    }

    /** The stream that a numbered stream of a log belongs to. */
    public static StreamSelector of(LogView view, int number) {
        StreamName name = view.stream(number);
        return name == null || name.logical() == 0
                ? new StreamSelector(name == null ? 0 : name.source(), 0, number)
                : logical(name.source(), name.logical());
    }

    boolean includes(LogView view, int candidate) {
        if (logical == 0) {
            return candidate == number;
        }
        StreamName name = view.stream(candidate);
        return name != null && name.source() == source && name.logical() == logical;
    }
}
