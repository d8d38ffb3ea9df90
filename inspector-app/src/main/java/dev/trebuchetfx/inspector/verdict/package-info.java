// SPDX-License-Identifier: Apache-2.0
/** Feeds the events of a log to the audit, and keeps the verdict on each event. */
@NullMarked
package dev.trebuchetfx.inspector.verdict;

import org.jspecify.annotations.NullMarked;
