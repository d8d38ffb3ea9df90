// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import java.util.Map;

/** Keeps how a window was arranged, from one run to the next. */
public interface LayoutMemory {
    /** What was saved last; empty for nothing, or where it can't be read. */
    Map<String, String> load();

    /** Keeps this instead. What goes wrong costs the arrangement, nothing else. */
    void save(Map<String, String> layout);
}
