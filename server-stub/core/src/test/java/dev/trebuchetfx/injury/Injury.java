// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** What a line can suffer. How badly, chance says. */
enum Injury {
    NONE,
    CUT_TO_CLIENT,
    CUT_TO_SERVER,
    RESET,
    NEXT_CUT_TO_CLIENT,
    NEXT_CUT_TO_SERVER,
    HALF_OPEN_TO_CLIENT,
    HALF_OPEN_TO_SERVER,
    DEAD_BOTH_WAYS,
    DELAYED,
    TRICKLING,
    REFUSED,
    RESET_AT_ONCE,
    SILENT;

    void inflict(InjuringProxy proxy, Random random) throws IOException {
        boolean reset = random.nextBoolean();
        int bytes = 1 + random.nextInt(this == CUT_TO_SERVER ? 300 : 3_000);
        int ofHead = 1 + random.nextInt(600);
        switch (this) {
            case NONE -> {}
            case CUT_TO_CLIENT -> proxy.injure(line -> line.toClient().cutAfter(bytes, reset));
            case CUT_TO_SERVER -> proxy.injure(line -> line.toServer().cutAfter(bytes, reset));
            case RESET -> proxy.injure(line -> line.cut(true));
            case NEXT_CUT_TO_CLIENT -> {
                proxy.injureNext(line -> line.toClient().cutAfter(ofHead, reset));
                proxy.injure(line -> line.cut(reset));
            }
            case NEXT_CUT_TO_SERVER -> {
                proxy.injureNext(line -> line.toServer().cutAfter(ofHead, reset));
                proxy.injure(line -> line.cut(reset));
            }
            case HALF_OPEN_TO_CLIENT -> proxy.injure(line -> line.toClient().swallow());
            case HALF_OPEN_TO_SERVER -> proxy.injure(line -> line.toServer().swallow());
            case DEAD_BOTH_WAYS ->
                proxy.injure(line -> {
                    line.toClient().swallow();
                    line.toServer().swallow();
                });
            case DELAYED -> {
                Duration delay = Duration.ofMillis(1 + random.nextInt(80));
                proxy.injure(line -> line.slow(delay, false));
            }
            case TRICKLING -> proxy.injure(line -> line.slow(Duration.ZERO, true));
            case REFUSED -> turnAway(proxy, InjuringProxy.Admission.REFUSED, reset);
            case RESET_AT_ONCE -> turnAway(proxy, InjuringProxy.Admission.RESET, reset);
            case SILENT -> turnAway(proxy, InjuringProxy.Admission.SILENT, reset);
        }
    }

    private static void turnAway(InjuringProxy proxy, InjuringProxy.Admission how, boolean reset) throws IOException {
        proxy.admit(how);
        proxy.injure(line -> line.cut(reset));
    }
}
