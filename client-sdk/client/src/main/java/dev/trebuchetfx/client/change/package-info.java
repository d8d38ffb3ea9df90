// SPDX-License-Identifier: Apache-2.0
/** Optimistic changes: a state that shows what its calls will do before the server has answered them. */
@NullMarked
package dev.trebuchetfx.client.change;

import org.jspecify.annotations.NullMarked;
