// SPDX-License-Identifier: Apache-2.0
/** Makes files that others can't read, and reads JSON of files that others have made: bounded. Knows no captures. */
@NullMarked
package dev.trebuchetfx.inspector.file;

import org.jspecify.annotations.NullMarked;
