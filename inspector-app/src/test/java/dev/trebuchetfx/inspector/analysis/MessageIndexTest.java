// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageIndexTest {
    private final MessageIndex index = new MessageIndex(20_000);

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            long row = index.add(i * 2L, 1, i, Verdict.UNPLACED);
            assertThat(row).isNotNegative();
        }
    }

    @Test
    void whatWasGivenOutNeverChanges() {
        add(100);
        MessageRows before = index.rows();
        index.setVerdict(50, Verdict.DUPLICATE);
        index.setStream(50, 9);
        index.add(1_000, 2, 7, Verdict.LIVE);
        assertThat(before.verdict(50)).isEqualTo(Verdict.UNPLACED);
        assertThat(before.stream(50)).isEqualTo(1);
        assertThat(before.end()).isEqualTo(100);
        assertThat(before.count(Verdict.DUPLICATE)).isZero();
        MessageRows after = index.rows();
        assertThat(after.verdict(50)).isEqualTo(Verdict.DUPLICATE);
        assertThat(after.stream(50)).isEqualTo(9);
        assertThat(after.end()).isEqualTo(101);
        assertThat(after.count(Verdict.UNPLACED)).isEqualTo(99);
    }

    @Test
    void findsProblemsAcrossPartsWithoutAny() {
        add(20_000);
        index.setVerdict(3, Verdict.MISSING);
        index.setVerdict(19_000, Verdict.ERROR);
        MessageRows rows = index.rows();
        assertThat(rows.nextProblem(-1, 1)).isEqualTo(3);
        assertThat(rows.nextProblem(3, 1)).isEqualTo(19_000);
        assertThat(rows.nextProblem(19_000, 1)).isEqualTo(-1);
        assertThat(rows.nextProblem(20_000, -1)).isEqualTo(19_000);
        assertThat(rows.nextProblem(19_000, -1)).isEqualTo(3);
        assertThat(rows.nextProblem(3, -1)).isEqualTo(-1);
    }

    @Test
    void letsTheOldestGoAndStillFindsRowsByTheirEvents() {
        add(20_000);
        index.setVerdict(3, Verdict.MISSING);
        add(10_000);
        MessageRows rows = index.rows();
        assertThat(rows.first()).isEqualTo(10_000);
        assertThat(rows.size()).isEqualTo(20_000);
        assertThat(rows.nextProblem(-1, 1))
                .as("the problem has gone with its row")
                .isEqualTo(-1);
        MessageIndex fewer = new MessageIndex(20_000);
        for (int i = 0; i < 20_000; i++) {
            fewer.add(i * 2L, 1, i, Verdict.LIVE);
        }
        fewer.dropBefore(20_001);
        assertThat(fewer.rows().first()).isEqualTo(10_001);
        assertThat(fewer.rows().rowOf(20_002)).isEqualTo(10_001);
        assertThat(fewer.rows().rowOf(20_003)).isEqualTo(10_002);
        assertThat(fewer.rows().rowOf(99_999)).isEqualTo(20_000);
    }
}
