// SPDX-License-Identifier: Apache-2.0
/**
 * Looks over a whole log and sums it up for as many columns of pixels as there are: how many events, where a stream's numbers stand over
 * time, when connections and streams were up. Functions of what a log held at one moment, for any thread; a million events cost some
 * milliseconds, and no object an event.
 */
@NullMarked
package dev.trebuchetfx.inspector.survey;

import org.jspecify.annotations.NullMarked;
