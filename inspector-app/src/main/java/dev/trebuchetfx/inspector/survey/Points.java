// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.analysis.Verdict;
import java.util.Arrays;

/** Updates one by one, in the order of the log. Filled by the survey that makes it; never changed after that. */
public final class Points {
    private long[] index = new long[64];
    private long[] time = new long[64];
    private long[] sequence = new long[64];
    private Verdict[] verdict = new Verdict[64];
    private int size;

    Points() {}

    void add(long at, long when, long number, Verdict what) {
        if (size == index.length) {
            index = Arrays.copyOf(index, size * 2);
            time = Arrays.copyOf(time, size * 2);
            sequence = Arrays.copyOf(sequence, size * 2);
            verdict = Arrays.copyOf(verdict, size * 2);
        }
        index[size] = at;
        time[size] = when;
        sequence[size] = number;
        verdict[size] = what;
        size++;
    }

    public int size() {
        return size;
    }

    /** Where it stands in the log. */
    public long index(int point) {
        return index[point];
    }

    public long time(int point) {
        return time[point];
    }

    /** Unsigned. */
    public long sequence(int point) {
        return sequence[point];
    }

    public Verdict verdict(int point) {
        return verdict[point];
    }
}
