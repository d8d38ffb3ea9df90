// SPDX-License-Identifier: Apache-2.0
/** Events of everything that happens in a client, for the inspector, logs and metrics. */
@NullMarked
package dev.trebuchetfx.client.tap;

import org.jspecify.annotations.NullMarked;
