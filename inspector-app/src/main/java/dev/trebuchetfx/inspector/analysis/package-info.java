// SPDX-License-Identifier: Apache-2.0
/** What the captured events mean: streams, gaps, replays, resumes and rows of messages, computed incrementally. */
@NullMarked
package dev.trebuchetfx.inspector.analysis;

import org.jspecify.annotations.NullMarked;
