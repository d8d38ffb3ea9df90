// SPDX-License-Identifier: Apache-2.0
/** The resources of the machine that the inspector uses: threads, temporary files, settings. A composition root. */
@NullMarked
package dev.trebuchetfx.inspector.app;

import org.jspecify.annotations.NullMarked;
