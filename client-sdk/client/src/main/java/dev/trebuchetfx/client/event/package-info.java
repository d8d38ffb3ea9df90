// SPDX-License-Identifier: Apache-2.0
/** Values that tell what happens to a connection or a stream: states, updates, gaps and resumes. */
@NullMarked
package dev.trebuchetfx.client.event;

import org.jspecify.annotations.NullMarked;
