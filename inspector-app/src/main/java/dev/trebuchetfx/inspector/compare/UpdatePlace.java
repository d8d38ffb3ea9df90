// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

/** What one capture holds of one number of a stream. Confined to the track that owns it. */
final class UpdatePlace {
    /** The log's index of the event that brought it first. */
    final long index;
    /** When it came first, in nanoseconds since 1970-01-01T00:00:00Z. */
    final long time;
    /** Of the whole state, where that is known; otherwise of what travelled. */
    final long print;

    final boolean stateKnown;
    /** How often it came. */
    int copies = 1;
    /** Of the copies that are not like the first, added up; 0 where they all are. */
    private long others;
    /** Whether the client took it in its place, or left it out by its own filter. */
    boolean accepted;

    UpdatePlace(long index, long time, long print, boolean stateKnown) {
        this.index = index;
        this.time = time;
        this.print = print;
        this.stateKnown = stateKnown;
    }

    /** It came again. */
    void cameAgain(StatePrints.Print copy) {
        copies++;
        if (copy.ofState() == stateKnown && copy.value() != print) {
            others += copy.value();
        }
    }

    boolean isSameAs(UpdatePlace other) {
        return print == other.print && (others == other.others || copies != other.copies);
    }
}
