// SPDX-License-Identifier: Apache-2.0
/** Takes secrets out of events before they leave: tokens, URL queries, headers, chosen parts of payloads. */
@NullMarked
package dev.trebuchetfx.inspector.redact;

import org.jspecify.annotations.NullMarked;
