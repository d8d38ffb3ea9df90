// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the messages of connections: sequence numbers, gaps and their causes, resumes, deltas, calls. It takes messages one by one and
 * knows nothing else, so that captures of this project's client, of a proxy and of other tools are judged alike.
 */
@NullMarked
package dev.trebuchetfx.inspector.audit;

import org.jspecify.annotations.NullMarked;
