// SPDX-License-Identifier: Apache-2.0
/**
 * Judges what was seen on a line: sequence numbers, gaps and their causes, resumes, deltas, calls. It knows the messages alone, so that
 * a capture of our own client, of a proxy and of another tool are judged alike, and folds them one by one.
 */
@NullMarked
package dev.trebuchetfx.inspector.audit;

import org.jspecify.annotations.NullMarked;
