/** From a stream's events to properties: conflation off the FX thread, application on it. */
@NullMarked
package dev.trebuchetfx.bindings.internal.feed;

import org.jspecify.annotations.NullMarked;
