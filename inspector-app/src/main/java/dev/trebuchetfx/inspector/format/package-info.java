// SPDX-License-Identifier: Apache-2.0
/** Reads and writes captures in other formats: lines of JSON, HAR, a table of sequence numbers. Detects the format of a file. */
@NullMarked
package dev.trebuchetfx.inspector.format;

import org.jspecify.annotations.NullMarked;
