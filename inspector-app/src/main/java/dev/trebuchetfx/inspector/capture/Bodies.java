// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.io.IOException;
import java.util.Arrays;

/** The bodies of a chunk's events, end to end. Safe for use by any thread. */
@FunctionalInterface
interface Bodies {
    /** A copy of some of them. Throws where they can no longer be read. */
    byte[] read(long offset, int length) throws IOException;

    /** They are no longer wanted. */
    default void release() {}

    /** In memory. */
    final class InMemory implements Bodies {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] read(long offset, int length) {
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        }
    }

    /** Where nothing is left. */
    record Gone(String why) implements Bodies {
        @Override
        public byte[] read(long offset, int length) throws IOException {
            throw new IOException(why);
        }
    }
}
