// SPDX-License-Identifier: Apache-2.0
/** The messages of the protocol as values, and the codec between them and frames. The only place that knows JSON keys. */
@NullMarked
package dev.trebuchetfx.client.wire;

import org.jspecify.annotations.NullMarked;
