// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/** What is wrong and where, on its way out of the parser. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int from;
    private final int to;
    private final String expected;
    private final String found;

    Refusal(int from, int to, String expected, String found) {
        super(expected, null, false, false);
        this.from = from;
        this.to = to;
        this.expected = expected;
        this.found = found;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}
