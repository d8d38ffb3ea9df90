// SPDX-License-Identifier: Apache-2.0
/**
 * Summarizes a whole log for a given number of columns of pixels: the number of events, the sequence numbers of a stream over
 * time, and when connections and streams were up. The surveys are functions of the log's content at one moment and run on any thread. A
 * million events take some milliseconds, and no object is created for each event.
 */
@NullMarked
package dev.trebuchetfx.inspector.survey;

import org.jspecify.annotations.NullMarked;
