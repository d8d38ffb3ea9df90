// SPDX-License-Identifier: Apache-2.0
/** The emulated gateway: WebSockets within the documented limits, what it invokes for them, and the API by which functions answer. */
@NullMarked
package dev.trebuchetfx.lambdalocal.gateway;

import org.jspecify.annotations.NullMarked;
