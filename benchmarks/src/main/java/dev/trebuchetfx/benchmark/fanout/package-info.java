/** What it costs the server to send one update to many connections, and to hold connections on which nothing happens. */
@NullMarked
package dev.trebuchetfx.benchmark.fanout;

import org.jspecify.annotations.NullMarked;
