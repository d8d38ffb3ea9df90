// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import org.jspecify.annotations.Nullable;

/**
 * One connection that events belong to.
 *
 * @param source which of a capture's sources it was seen by, from 0
 * @param number counts the connections of a source from 1; 0 for before the first
 * @param url where it leads, without secrets; null where it is not known
 */
public record ConnectionName(
        int source, int number, @Nullable String url) {
    ConnectionName with(ConnectionName told) {
        return told.url == null || told.url.equals(url) ? this : told;
    }
}
