// SPDX-License-Identifier: Apache-2.0
/**
 * Allows an inspector in another process of this machine to watch a client: a loopback port that demands a token and then sends the
 * capture, as lines of JSON, for as long as it grows.
 */
@NullMarked
package dev.trebuchetfx.inspector.attach;

import org.jspecify.annotations.NullMarked;
