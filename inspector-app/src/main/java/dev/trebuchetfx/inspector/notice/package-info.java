// SPDX-License-Identifier: Apache-2.0
/** Writes and reads notices of a client as JSON, which is the body of an event that is not a message. */
@NullMarked
package dev.trebuchetfx.inspector.notice;

import org.jspecify.annotations.NullMarked;
