// SPDX-License-Identifier: Apache-2.0
/** Lets the audit read a log, and keeps for each event what it turned out to be. */
@NullMarked
package dev.trebuchetfx.inspector.verdict;

import org.jspecify.annotations.NullMarked;
