// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

/** The state of the bundled counter: each of its updates is one more than the one before. */
public record Count(long count) {}
