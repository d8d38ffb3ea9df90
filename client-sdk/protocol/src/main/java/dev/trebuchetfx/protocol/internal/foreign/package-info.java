// SPDX-License-Identifier: Apache-2.0
/** What is done with whatever the application's code throws. */
@NullMarked
package dev.trebuchetfx.protocol.internal.foreign;

import org.jspecify.annotations.NullMarked;
