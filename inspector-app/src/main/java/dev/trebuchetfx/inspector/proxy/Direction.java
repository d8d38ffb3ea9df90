// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

/** Which way bytes travel. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
