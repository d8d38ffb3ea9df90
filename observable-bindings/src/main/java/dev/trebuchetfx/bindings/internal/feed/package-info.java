/** Turns a stream's events into property values: conflates them off the FX thread and applies them on it. */
@NullMarked
package dev.trebuchetfx.bindings.internal.feed;

import org.jspecify.annotations.NullMarked;
