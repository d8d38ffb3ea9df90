// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

/** How bad a problem is. The worst first. */
public enum Severity {
    ERROR("error"),
    WARNING("warning"),
    NOTE("note");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The same in every output. */
    public String word() {
        return word;
    }
}
