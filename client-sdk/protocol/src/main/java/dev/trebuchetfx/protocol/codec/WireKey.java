// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

/**
 * A key of the protocol: its name and how its value is read.
 *
 * <p>Compared by identity: each key is one constant in {@link WireKeys}.
 *
 * @param <T> what its value is in Java
 */
final class WireKey<T> {
    private final String name;
    private final Reader<T> reader;

    WireKey(String name, Reader<T> reader) {
        this.name = name;
        this.reader = reader;
    }

    String name() {
        return name;
    }

    T read(ValueReader in) throws WireException {
        return reader.read(in);
    }

    /** Reads the value that the parser stands on. */
    @FunctionalInterface
    interface Reader<T> {
        /** Leaves the parser on the value's last token, or, if it throws, anywhere within the value. */
        T read(ValueReader in) throws WireException;
    }
}
