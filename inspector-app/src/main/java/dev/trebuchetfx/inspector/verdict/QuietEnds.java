// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.verdict;

import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When connections ended of which no end was captured, as in an archive of another tool: one on which nothing comes any more was over
 * when the next began. Where a capture tells the end of any, it is taken to tell the end of all.
 */
final class QuietEnds {
    private final Map<Integer, Long> lastIndex = new HashMap<>();
    private final boolean told;

    private QuietEnds(boolean told) {
        this.told = told;
    }

    /** Ends are told. */
    static QuietEnds none() {
        return new QuietEnds(true);
    }

    /** Looks through a capture that is complete. */
    static QuietEnds of(LogView view) {
        LogCursor event = view.cursor();
        QuietEnds ends = new QuietEnds(false);
        while (event.next()) {
            if (event.kind() == EventKind.CLOSE
                    || (event.kind() == EventKind.CONNECTION
                            && (LineReader.read(event) instanceof LineEvent.Closed
                                    || LineReader.read(event) instanceof LineEvent.Down))) {
                return none();
            }
            if (event.connectionNumber() != 0) {
                ends.lastIndex.put(event.connectionNumber(), event.index());
            }
        }
        return ends;
    }

    /** Whether any connection is taken to be over without that its end was captured. */
    boolean matter() {
        return !told && lastIndex.size() > 1;
    }

    /** Connections that are over at an event, which is the first of {@code began}. */
    List<Integer> before(long index, int began) {
        if (told || !lastIndex.containsKey(began)) {
            return List.of();
        }
        List<Integer> over = new ArrayList<>();
        lastIndex.forEach((connection, last) -> {
            if (last < index) {
                over.add(connection);
            }
        });
        over.forEach(lastIndex::remove);
        return over;
    }
}
