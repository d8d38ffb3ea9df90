// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.palette;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzyTest {
    @Test
    void lettersMustStandInTheNameInTheirOrder() {
        assertThat(Fuzzy.score("np", "Next problem")).isPositive();
        assertThat(Fuzzy.score("pn", "Next problem")).isNegative();
        assertThat(Fuzzy.score("", "Next problem")).isZero();
        assertThat(Fuzzy.score("x", "")).isNegative();
        assertThat(Fuzzy.score("nnn", "Next")).isNegative();
    }

    @Test
    void wordsAndRunsCountMore() {
        assertThat(Fuzzy.score("fm", "Filter messages")).isGreaterThan(Fuzzy.score("fm", "Follow the newest from"));
        assertThat(Fuzzy.score("mess", "Filter messages")).isGreaterThan(Fuzzy.score("mess", "Move the next shape"));
    }
}
