/** The way of events from the client's loop to the subscribers: queues, conflation, decoding, and calling one listener after the other. */
@NullMarked
package dev.trebuchetfx.client.internal.delivery;

import org.jspecify.annotations.NullMarked;
