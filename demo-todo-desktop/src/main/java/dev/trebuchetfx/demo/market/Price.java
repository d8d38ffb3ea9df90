// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

/**
 * A price of something. Immutable.
 *
 * @param symbol the name of the thing, which never changes
 */
public record Price(String symbol, double price) {}
