// SPDX-License-Identifier: Apache-2.0
/** Formats values, JSON documents and bytes as text for people. Knows neither events nor windows. */
@NullMarked
package dev.trebuchetfx.inspector.text;

import org.jspecify.annotations.NullMarked;
