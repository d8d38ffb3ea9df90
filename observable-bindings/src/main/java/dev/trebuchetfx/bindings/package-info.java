// SPDX-License-Identifier: Apache-2.0
/** What a JavaFX application binds to: the state of a remote actor as properties and lists. */
@NullMarked
package dev.trebuchetfx.bindings;

import org.jspecify.annotations.NullMarked;
