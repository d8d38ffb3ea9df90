// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import org.jspecify.annotations.Nullable;

/** The story did not come true: what was expected, and what was there instead. */
public final class TourException extends Exception {
    private static final long serialVersionUID = 1L;

    TourException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
