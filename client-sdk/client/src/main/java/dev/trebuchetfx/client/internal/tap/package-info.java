// SPDX-License-Identifier: Apache-2.0
/** The way by which the taps of a client are told, fenced against exceptions that they throw. */
@NullMarked
package dev.trebuchetfx.client.internal.tap;

import org.jspecify.annotations.NullMarked;
