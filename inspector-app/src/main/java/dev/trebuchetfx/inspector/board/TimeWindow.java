// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.survey.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Which part of all times a drawing shows: all of it, until somebody looks closer. What reaches the end stays there while more comes. Confined
 * to its owner.
 */
final class TimeWindow {
    private TimeRange whole = new TimeRange(0, 0);
    private @Nullable TimeRange part;

    /** Everything there is, or the range to which all views are narrowed. */
    void setWhole(TimeRange now) {
        TimeRange looked = part;
        if (looked != null) {
            boolean atEnd = looked.to() >= whole.to() && now.to() > whole.to();
            TimeRange kept = atEnd ? new TimeRange(now.to() - looked.length(), now.to()) : looked;
            part = now.length() <= looked.length() ? null : kept.within(now);
        }
        whole = now;
    }

    TimeRange shown() {
        return part == null ? whole : part;
    }

    void zoom(double factor, double position) {
        TimeRange scaled = shown().scaled(factor, position);
        part = scaled.length() >= whole.length() ? null : scaled.within(whole);
    }

    void pan(double share) {
        if (part != null) {
            part = part.moved(share).within(whole);
        }
    }

    /** Brings a time into view. */
    void reveal(long time) {
        if (part != null && !part.contains(time)) {
            part = new TimeRange(time - part.length() / 2, time + part.length() - part.length() / 2).within(whole);
        }
    }

    void reset() {
        part = null;
    }

    boolean isWhole() {
        return part == null;
    }
}
