// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.EventLog;
import java.util.List;

/** Fills a log until it is closed. */
public interface EventSource extends AutoCloseable {

    /** Begins to fill the log; what the source remembers of the time before comes first. More than once does no harm. */
    void start();

    /** What was captured so far; stays readable after {@link #close}. */
    EventLog log();

    /** What whoever looks at the events should know, in sentences: that a file is damaged, that there is no room. Any thread. */
    default List<String> notes() {
        String problem = log().problem();
        return problem == null ? List.of() : List.of(problem);
    }

    /** What a person noted about the events when they were saved; the same list while nothing is added. Any thread. */
    default List<Comment> comments() {
        return List.of();
    }

    /** Whether events are kept from now on. */
    void setRecording(boolean on);

    /** Stops capturing. More than once does no harm. */
    @Override
    void close();
}
