// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SequenceRunsTest {
    record Mark(long from, long to, Verdict verdict, boolean onlyUnseen) {}

    @Provide
    Arbitrary<List<Mark>> marks() {
        Arbitrary<Verdict> verdicts =
                Arbitraries.of(Verdict.LIVE, Verdict.REPLAY, Verdict.MISSING, Verdict.UNSEEN, Verdict.SKIPPED);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 40),
                        Arbitraries.longs().between(0, 9),
                        verdicts,
                        Arbitraries.of(true, false))
                .as((from, length, verdict, onlyUnseen) -> new Mark(from, from + length, verdict, onlyUnseen))
                .list()
                .ofMaxSize(30);
    }

    @Property
    void holdsTheSameAsAMapOfNumbers(@ForAll("marks") List<Mark> marks) {
        SequenceRuns runs = new SequenceRuns();
        Map<Long, Verdict> model = new HashMap<>();
        for (Mark mark : marks) {
            if (mark.onlyUnseen()) {
                runs.markWhere(mark.from(), mark.to(), mark.verdict(), old -> old == Verdict.UNSEEN);
            } else {
                runs.mark(mark.from(), mark.to(), mark.verdict());
            }
            for (long sequence = mark.from(); sequence <= mark.to(); sequence++) {
                Verdict old = model.get(sequence);
                if (old == null || !mark.onlyUnseen() || old == Verdict.UNSEEN) {
                    model.put(sequence, mark.verdict());
                }
            }
        }
        for (long sequence = 0; sequence <= 52; sequence++) {
            assertThat(runs.at(sequence)).as("number %s", sequence).isEqualTo(model.get(sequence));
        }
        for (Verdict verdict : Verdict.values()) {
            assertThat(runs.count(verdict))
                    .isEqualTo(model.values().stream().filter(verdict::equals).count());
        }
        List<SequenceRuns.Run> all = runs.overlapping(0, 60);
        for (int i = 1; i < all.size(); i++) {
            SequenceRuns.Run before = all.get(i - 1);
            SequenceRuns.Run after = all.get(i);
            assertThat(after.from()).isGreaterThan(before.to());
            assertThat(after.from() == before.to() + 1 && after.verdict() == before.verdict())
                    .as("%s and %s should be one", before, after)
                    .isFalse();
        }
    }

    @Test
    void aMillionLiveUpdatesAreOneRun() {
        SequenceRuns runs = new SequenceRuns();
        for (long sequence = 1; sequence <= 1_000_000; sequence++) {
            runs.mark(sequence, sequence, Verdict.LIVE);
        }
        assertThat(runs.overlapping(1, 1_000_000)).containsExactly(new SequenceRuns.Run(1, 1_000_000, Verdict.LIVE));
    }

    @Test
    void takesNumbersAsUnsigned() {
        SequenceRuns runs = new SequenceRuns();
        runs.mark(Long.MAX_VALUE, Long.MAX_VALUE, Verdict.LIVE);
        runs.mark(Long.MIN_VALUE, Long.MIN_VALUE, Verdict.LIVE);
        runs.mark(-1, -1, Verdict.REPLAY);
        assertThat(runs.at(Long.MIN_VALUE)).isEqualTo(Verdict.LIVE);
        assertThat(runs.last()).isEqualTo(-1);
        assertThat(runs.first()).isEqualTo(Long.MAX_VALUE);
        assertThat(runs.overlapping(1, -1)).hasSize(2);
    }

    @Test
    void forgetsTheLowestRunsWhenThereAreTooManyButKeepsTheCounts() {
        SequenceRuns runs = new SequenceRuns();
        for (long sequence = 1; sequence <= 20_000; sequence++) {
            runs.mark(sequence, sequence, sequence % 2 == 0 ? Verdict.LIVE : Verdict.DELTA);
        }
        assertThat(runs.overlapping(1, 20_000)).hasSize(SequenceRuns.MAX_RUNS);
        assertThat(runs.isTruncated()).isTrue();
        assertThat(runs.count(Verdict.LIVE)).isEqualTo(10_000);
    }
}
