// SPDX-License-Identifier: Apache-2.0
/**
 * Plays the server's side of a captured stream to a client, for tests: {@link dev.trebuchetfx.inspector.replay.CaptureReplay} is what tests
 * use that {@code report --test} wrote.
 */
@NullMarked
package dev.trebuchetfx.inspector.replay;

import org.jspecify.annotations.NullMarked;
