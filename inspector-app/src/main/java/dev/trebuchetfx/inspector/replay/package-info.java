// SPDX-License-Identifier: Apache-2.0
/**
 * Plays the server's side of a captured stream to a client under test. Tests written by {@code report --test} use
 * {@link dev.trebuchetfx.inspector.replay.CaptureReplay}.
 */
@NullMarked
package dev.trebuchetfx.inspector.replay;

import org.jspecify.annotations.NullMarked;
