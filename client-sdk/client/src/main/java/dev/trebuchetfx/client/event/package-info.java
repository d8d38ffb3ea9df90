// SPDX-License-Identifier: Apache-2.0
/** What happens to a connection or a stream, as values: states, updates, gaps, resumes. */
@NullMarked
package dev.trebuchetfx.client.event;

import org.jspecify.annotations.NullMarked;
