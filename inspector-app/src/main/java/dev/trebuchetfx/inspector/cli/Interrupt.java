// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

/**
 * Makes Ctrl-C, or SIGTERM, an orderly end: runs a task and leaves with exit code 0. Close it when the command ends by itself.
 */
final class Interrupt implements AutoCloseable {
    private final Thread hook;

    Interrupt(Runnable cleanUp) {
        hook = Thread.ofPlatform().name("trebuchet-interrupt").unstarted(() -> {
            cleanUp.run();
            // Without this the exit code would be that of the signal.
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endsAlready) {
            // The hook runs and ends the program.
        }
    }
}
