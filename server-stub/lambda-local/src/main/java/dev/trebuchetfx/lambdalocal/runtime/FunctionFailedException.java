// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import java.io.Serial;

/** A function has failed: it threw, took too long, or its container ended. The message says which. */
public final class FunctionFailedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** Makes an exception. */
    public FunctionFailedException(String message) {
        super(message);
    }
}
