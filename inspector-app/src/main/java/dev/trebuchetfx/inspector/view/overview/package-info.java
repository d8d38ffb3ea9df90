// SPDX-License-Identifier: Apache-2.0
/** The strip over all times, with which every view is narrowed. */
@NullMarked
package dev.trebuchetfx.inspector.view.overview;

import org.jspecify.annotations.NullMarked;
