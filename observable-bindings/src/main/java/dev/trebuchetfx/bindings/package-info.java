// SPDX-License-Identifier: Apache-2.0
/** The API for JavaFX applications: the state of a remote actor as properties and lists to bind to. */
@NullMarked
package dev.trebuchetfx.bindings;

import org.jspecify.annotations.NullMarked;
