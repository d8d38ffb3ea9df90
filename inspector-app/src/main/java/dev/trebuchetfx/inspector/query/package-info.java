// SPDX-License-Identifier: Apache-2.0
/** The filter language of the inspector: parse it, explain an error, print it, complete it, apply it. Knows no log and no window. */
@NullMarked
package dev.trebuchetfx.inspector.query;

import org.jspecify.annotations.NullMarked;
