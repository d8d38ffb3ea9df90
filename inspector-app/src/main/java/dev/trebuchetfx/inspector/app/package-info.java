// SPDX-License-Identifier: Apache-2.0
/** What the inspector takes from the machine that it runs on: threads, and room for temporary files. A composition root. */
@NullMarked
package dev.trebuchetfx.inspector.app;

import org.jspecify.annotations.NullMarked;
