// SPDX-License-Identifier: Apache-2.0
/** What happens in a client, told event by event. */
@NullMarked
package dev.trebuchetfx.inspector.story;

import org.jspecify.annotations.NullMarked;
