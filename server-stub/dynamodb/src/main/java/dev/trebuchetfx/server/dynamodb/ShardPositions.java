// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import java.util.Collection;
import java.util.Map;

/**
 * The positions up to which the shards of a stream have been read, kept for the next reader, and a note for each stream that somebody has begun
 * to read.
 */
interface ShardPositions {
    /** The position in a shard that has ended and was read to its end. */
    String END = "end";

    /** Returns whether a text can be a position, which somebody else may have written over. Sequence numbers have up to 40 digits. */
    static boolean isPosition(String text) {
        return text.equals(END) || text.matches("[0-9]{1,40}");
    }

    /** Returns the position in each of these shards that has one: the sequence number of the last record, or {@link #END}. */
    Map<String, String> load(Collection<String> shards);

    /** Keeps positions by their shards. What lies before them is read no more. */
    void save(Map<String, String> positions);
}
