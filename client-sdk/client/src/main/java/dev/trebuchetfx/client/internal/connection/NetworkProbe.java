// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** A probe that tells one network situation from another. May block for some milliseconds. */
@FunctionalInterface
public interface NetworkProbe {
    /** Returns a value that stays equal for as long as the network is the same. */
    Object fingerprint();

    /** Returns a probe of the addresses of the interfaces that are up. */
    static NetworkProbe ofInterfaces() {
        return () -> {
            try {
                Set<InetAddress> addresses = NetworkInterface.networkInterfaces()
                        .filter(NetworkProbe::isUp)
                        .flatMap(NetworkInterface::inetAddresses)
                        .collect(Collectors.toUnmodifiableSet());
                return addresses;
            } catch (SocketException e) {
                return "unknown";
            }
        };
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
