// SPDX-License-Identifier: Apache-2.0
/** The filter language of the inspector: parser, errors, printer, completion and matcher. Knows no log and no window. */
@NullMarked
package dev.trebuchetfx.inspector.query;

import org.jspecify.annotations.NullMarked;
