// SPDX-License-Identifier: Apache-2.0
/** Removes secrets from events before they are saved or shared: tokens, URL queries, headers, chosen parts of payloads. */
@NullMarked
package dev.trebuchetfx.inspector.redact;

import org.jspecify.annotations.NullMarked;
