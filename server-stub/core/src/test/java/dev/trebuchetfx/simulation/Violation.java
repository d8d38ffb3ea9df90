// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

/** An invariant does not hold. An error, so that nobody who guards against a listener's exceptions catches it. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }
}
