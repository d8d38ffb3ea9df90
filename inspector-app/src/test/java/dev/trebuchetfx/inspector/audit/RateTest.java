// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    private final Rate rate = new Rate();

    @Test
    void oneUpdateIsNoRate() {
        rate.count(5 * SECOND);
        assertThat(rate.perSecond(5 * SECOND)).isZero();
        assertThat(rate.perSecond(8 * SECOND)).isZero();
    }

    @Test
    void isOverTheSecondsSinceTheFirst() {
        for (int second = 0; second < 5; second++) {
            rate.count(second * SECOND);
            rate.count(second * SECOND + 1);
        }
        assertThat(rate.perSecond(4 * SECOND)).isEqualTo(2);
        assertThat(rate.perSecond(9 * SECOND)).isEqualTo(1);
    }

    @Test
    void endsWhereNothingComesAnyMore() {
        for (int second = 0; second < 30; second++) {
            rate.count(second * SECOND);
        }
        assertThat(rate.perSecond(29 * SECOND)).isEqualTo(1);
        assertThat(rate.perSecond(34 * SECOND)).isEqualTo(0.5);
        assertThat(rate.perSecond(300 * SECOND)).isZero();
    }
}
