// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import java.nio.charset.StandardCharsets;

/** The text of Prometheus' exposition format, version 0.0.4, as it is written line by line. Used by one thread. */
public final class MetricsText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PREFIX = "trebuchet_";

    private final StringBuilder text = new StringBuilder(4_096);

    MetricsText() {}

    /**
     * Writes a value that goes up and down.
     *
     * @param name lower-case words joined by underscores, without the prefix {@code trebuchet_}
     * @param help one line that says what it is
     */
    public void gauge(String name, String help, long value) {
        write(name, "gauge", help, value);
    }

    /** Writes a value that goes up and down, and beside it, as {@code NAME_limit}, the most that it may be. */
    public void gauge(String name, String help, long value, long limit) {
        gauge(name, help, value);
        gauge(name + "_limit", "The limit that belongs to " + PREFIX + name + ".", limit);
    }

    /**
     * Writes a value that only goes up.
     *
     * @param name as that of a gauge; it ends in {@code _total}
     * @param help one line that says what it is
     */
    public void counter(String name, String help, long value) {
        write(name, "counter", help, value);
    }

    private void write(String name, String type, String help, long value) {
        String full = PREFIX + name;
        text.append("# HELP ").append(full).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        text.append(full).append(' ').append(value).append('\n');
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
