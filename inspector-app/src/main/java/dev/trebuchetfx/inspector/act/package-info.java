// SPDX-License-Identifier: Apache-2.0
/** What a person does from the inspector: calls, streams of their own, faults. Over connections of its own; no scene graph. */
@NullMarked
package dev.trebuchetfx.inspector.act;

import org.jspecify.annotations.NullMarked;
