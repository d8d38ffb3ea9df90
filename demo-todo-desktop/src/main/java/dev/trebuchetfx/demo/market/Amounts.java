// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import java.text.DecimalFormat;
import java.text.NumberFormat;

/** Formats of numbers in the default locale. */
final class Amounts {
    private Amounts() {}

    /** Returns a format with two digits after the point. */
    static NumberFormat price() {
        NumberFormat format = NumberFormat.getNumberInstance();
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        return format;
    }

    /** Returns a format of per cents with two digits after the point and always a sign, except for zero. */
    static NumberFormat percent() {
        NumberFormat format = NumberFormat.getPercentInstance();
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        if (format instanceof DecimalFormat decimal) {
            decimal.setPositivePrefix("+");
            decimal.setNegativePrefix("−");
        }
        return format;
    }
}
