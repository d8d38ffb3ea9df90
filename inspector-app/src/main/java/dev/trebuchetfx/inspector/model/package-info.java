// SPDX-License-Identifier: Apache-2.0
/** What the panes show and can do, as properties and commands without a scene graph. */
@NullMarked
package dev.trebuchetfx.inspector.model;

import org.jspecify.annotations.NullMarked;
