// SPDX-License-Identifier: Apache-2.0
/** Captures in other formats: lines of JSON, HAR, a table of sequence numbers; and which format a file is in. */
@NullMarked
package dev.trebuchetfx.inspector.format;

import org.jspecify.annotations.NullMarked;
