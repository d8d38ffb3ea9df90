// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fanout;

import dev.trebuchetfx.benchmark.Workbench;
import java.io.IOException;

/** A process that opens WebSockets and holds them until its input ends: a process may have too few descriptors for both ends. */
public final class IdlePeers {
    private IdlePeers() {}

    /** Takes the port and how many. */
    public static void main(String[] arguments) throws IOException {
        Workbench bench = new Workbench(System::nanoTime, () -> 0, Runnable::run, true, note -> {});
        int port = Integer.parseInt(arguments[0]);
        Receivers held = Receivers.webSockets(bench, port, Integer.parseInt(arguments[1]), "");
        try {
            while (System.in.read() >= 0) {
                // Until whoever has started this ends it.
            }
        } finally {
            held.close();
        }
    }
}
