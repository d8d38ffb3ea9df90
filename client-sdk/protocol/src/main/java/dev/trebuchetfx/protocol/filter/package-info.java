// SPDX-License-Identifier: Apache-2.0
/** Filters on streams: their description, which travels, and their evaluation, which client and server share. */
@NullMarked
package dev.trebuchetfx.protocol.filter;

import org.jspecify.annotations.NullMarked;
