// SPDX-License-Identifier: Apache-2.0
/** The filters of streams: their description, which travels in messages, and their evaluation, which client and server share. */
@NullMarked
package dev.trebuchetfx.protocol.filter;

import org.jspecify.annotations.NullMarked;
