/**
 * Faults on demand, at connections, streams and buffers. No other package of the server tells kinds of faults apart: streams and
 * connections own the seams at which this one disturbs them.
 */
@NullMarked
package dev.trebuchetfx.server.fault;

import org.jspecify.annotations.NullMarked;
