// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

/**
 * The key with which requests to a gateway are signed.
 *
 * @param id the public id of the key
 * @param region the region for which requests are signed
 */
public record SigningKey(String id, String secret, String region) {
    /** Returns the id and the region alone. */
    @Override
    public String toString() {
        return id + " in " + region;
    }
}
