// SPDX-License-Identifier: Apache-2.0
/** Reports what a capture means, as text for people and as JSON for programs. */
@NullMarked
package dev.trebuchetfx.inspector.report;

import org.jspecify.annotations.NullMarked;
