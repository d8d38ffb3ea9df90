/** The cost at the server of one update to many connections, and of connections on which nothing happens. */
@NullMarked
package dev.trebuchetfx.benchmark.fanout;

import org.jspecify.annotations.NullMarked;
