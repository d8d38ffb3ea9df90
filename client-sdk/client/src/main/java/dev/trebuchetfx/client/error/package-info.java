// SPDX-License-Identifier: Apache-2.0
/** What can go wrong, as exceptions with stable codes. */
@NullMarked
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.NullMarked;
