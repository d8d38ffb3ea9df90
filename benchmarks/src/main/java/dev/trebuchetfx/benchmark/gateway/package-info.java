// SPDX-License-Identifier: Apache-2.0
/** The functions for AWS behind the emulated gateway: many connections that observe one actor, and calls to cold and warm containers. */
@NullMarked
package dev.trebuchetfx.benchmark.gateway;

import org.jspecify.annotations.NullMarked;
