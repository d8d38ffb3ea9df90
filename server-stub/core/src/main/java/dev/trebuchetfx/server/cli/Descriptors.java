// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The files and sockets that a process may have open at one time, which the system bounds for each process. */
final class Descriptors {
    /** The descriptors of the program itself and of sockets that are no connections yet, or no more. */
    private static final int BESIDE_CONNECTIONS = 300;

    private Descriptors() {}

    /** Returns a warning if this process may open too few for so many connections; empty where that is unknown. */
    static Optional<String> warning(int connections) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? warning(connections, system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    /** Returns a warning if {@code limit} is too few for so many connections. */
    static Optional<String> warning(int connections, long limit) {
        long needed = (long) connections + BESIDE_CONNECTIONS;
        return limit >= needed
                ? Optional.empty()
                : Optional.of("warning: this process may open " + limit + " files and sockets, but " + connections
                        + " connections need about " + needed + "; raise the limit by 'ulimit -n " + needed
                        + "' in the shell or LimitNOFILE in a systemd unit, or lower --max-connections");
    }
}
