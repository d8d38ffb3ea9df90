// SPDX-License-Identifier: Apache-2.0
/** What a client noticed, as JSON and back: the body of an event that is no message. */
@NullMarked
package dev.trebuchetfx.inspector.notice;

import org.jspecify.annotations.NullMarked;
