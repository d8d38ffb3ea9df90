// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

/** A part of the server that has figures to show. Safe for use by any thread. */
@FunctionalInterface
public interface MetricSource {
    /** Writes the figures as they are now. */
    void write(MetricsText out);
}
