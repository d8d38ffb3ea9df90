// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

/** Thrown if what is measured did not do its work, so that its time says nothing. The message says what was expected and what was found. */
public final class BenchmarkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchmarkFailedException(String message) {
        super(message);
    }

    public BenchmarkFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
