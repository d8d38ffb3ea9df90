// SPDX-License-Identifier: Apache-2.0
/** The analysis of captured events: streams, gaps, replays, resumes and rows of messages, computed incrementally. */
@NullMarked
package dev.trebuchetfx.inspector.analysis;

import org.jspecify.annotations.NullMarked;
