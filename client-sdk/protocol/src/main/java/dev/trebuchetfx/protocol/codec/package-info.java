// SPDX-License-Identifier: Apache-2.0
/** The codec between envelopes and their JSON, with its limits and errors. Only this package knows the JSON keys. */
@NullMarked
package dev.trebuchetfx.protocol.codec;

import org.jspecify.annotations.NullMarked;
