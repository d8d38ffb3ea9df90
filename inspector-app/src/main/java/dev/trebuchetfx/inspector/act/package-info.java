// SPDX-License-Identifier: Apache-2.0
/** Actions that a person takes from the inspector: calls, streams, faults. They use connections of their own and know no scene graph. */
@NullMarked
package dev.trebuchetfx.inspector.act;

import org.jspecify.annotations.NullMarked;
