// SPDX-License-Identifier: Apache-2.0
/**
 * Lets an inspector in another process of this machine watch a client: a loopback port that asks for a token and then sends the capture, as lines of
 * JSON, for as long as it grows.
 */
@NullMarked
package dev.trebuchetfx.inspector.attach;

import org.jspecify.annotations.NullMarked;
